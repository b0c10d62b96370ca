//! Converters of output values (`!int`).

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::python_text::as_text;

/// The names of the built-in converters.
pub(crate) const NAMES: [&str; 8] = ["int", "float", "bool", "lower", "upper", "object", "kind", "unit"];

/// Converts output values.
pub trait Convert: Send + Sync + Debug {
    /// Converts the values, which are strings unless another converter was applied before. The error describes a value that
    /// cannot be converted.
    fn convert(&self, arguments: &[Arc<str>], values: Vec<Value>) -> Result<Vec<Value>, String>;
}

/// The built-in and added converters of a grammar.
#[derive(Debug, Default)]
pub(crate) struct Converters {
    own: HashMap<Arc<str>, Arc<dyn Convert>>,
}

impl Converters {
    pub(crate) fn add(&mut self, name: Arc<str>, converter: Arc<dyn Convert>) {
        self.own.insert(name, converter);
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.own.contains_key(name) || NAMES.contains(&name)
    }

    /// Applies the converter of this name; `None` if there is none.
    pub(crate) fn convert(
        &self,
        name: &str,
        arguments: &[Arc<str>],
        values: Vec<Value>,
    ) -> Option<Result<Vec<Value>, String>> {
        if let Some(own) = self.own.get(name) {
            return Some(own.convert(arguments, values));
        }
        Some(match name {
            "int" => each(&values, to_int),
            "float" => each(&values, to_float),
            "bool" => each(&values, |value| Ok(to_bool(value))),
            "lower" => each(&values, |value| in_text(value, str::to_lowercase)),
            "upper" => each(&values, |value| in_text(value, str::to_uppercase)),
            "object" => Ok(vec![object(values)]),
            "kind" | "unit" => match arguments.first() {
                Some(argument) => each(&values, |value| with_key(name, argument, value)),
                None => Err(format!("it needs an argument: write !{name},something")),
            },
            _ => return None,
        })
    }
}

fn each(values: &[Value], convert: impl Fn(&Value) -> Result<Value, String>) -> Result<Vec<Value>, String> {
    values.iter().map(convert).collect()
}

fn to_int(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(text) => {
            let digits = text.trim().replace('_', "");
            digits.parse::<i64>().map(Value::from).map_err(|_| format!("{text:?} is not a whole number"))
        }
        Value::Bool(flag) => Ok(i64::from(*flag).into()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Ok(value.clone()),
        // Rust has no checked conversion; within these bounds floats are exact.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the fraction is to go, and the bounds are checked"
        )]
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.abs() < 9e15 => Ok((float as i64).into()),
            _ => Err(format!("{number} is too large")),
        },
        _ => Err(format!("{} is not a number", as_text(value))),
    }
}

fn to_float(value: &Value) -> Result<Value, String> {
    let float = match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        value => value.as_f64(),
    };
    let finite = float.filter(|float| float.is_finite());
    finite.map(Value::from).ok_or_else(|| format!("{:?} is not a number", as_text(value)))
}

fn to_bool(value: &Value) -> Value {
    let text = as_text(value);
    Value::Bool(text != "0" && text != "0.0" && !text.eq_ignore_ascii_case("false"))
}

fn in_text(value: &Value, change: impl Fn(&str) -> String) -> Result<Value, String> {
    match value {
        Value::String(text) => Ok(change(text).into()),
        other => Err(format!("{} is not a text", as_text(other))),
    }
}

fn object(mut values: Vec<Value>) -> Value {
    let value = match values.len() {
        1 => values.swap_remove(0),
        _ => values.iter().map(as_text).collect::<Vec<_>>().join(" ").into(),
    };
    Value::Object(Map::from_iter([("value".to_owned(), value)]))
}

fn with_key(key: &str, argument: &str, value: &Value) -> Result<Value, String> {
    let Value::Object(members) = value else {
        return Err(format!("{} is not an object: write !object before it", as_text(value)));
    };
    let mut object = Map::from_iter([(key.to_owned(), Value::from(argument))]);
    object.extend(members.clone());
    Ok(Value::Object(object))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn convert(name: &str, values: &Value) -> Result<Value, String> {
        let values = values.as_array().cloned().unwrap_or_default();
        let arguments = [Arc::from("lux")];
        Converters::default().convert(name, &arguments, values).unwrap().map(Value::from)
    }

    #[test]
    fn values_are_converted_one_by_one() {
        for (name, values, expected) in [
            (
                "int",
                json!(["10", "-3", " 7 ", "1_000", 2.9, -2.9, true, 5]),
                json!([10, -3, 7, 1000, 2, -2, 1, 5]),
            ),
            ("float", json!(["0.5", "2", "1e3", 3, false]), json!([0.5, 2.0, 1000.0, 3.0, 0.0])),
            (
                "bool",
                json!(["no", "false", "False", "0", 0, 0.0, 1]),
                json!([true, false, false, false, false, false, true]),
            ),
            ("lower", json!(["Ä", "b"]), json!(["ä", "b"])),
            ("upper", json!(["ä", "b"]), json!(["Ä", "B"])),
            ("unit", json!([{"value": 1}]), json!([{"unit": "lux", "value": 1}])),
            ("kind", json!([{"kind": "mine"}]), json!([{"kind": "mine"}])),
        ] {
            assert_eq!(convert(name, &values), Ok(expected), "!{name}");
        }
    }

    #[test]
    fn an_object_is_made_of_all_values() {
        assert_eq!(convert("object", &json!(["red", true, 1])), Ok(json!([{"value": "red True 1"}])));
        assert_eq!(convert("object", &json!([5])), Ok(json!([{"value": 5}])));
        assert_eq!(convert("object", &json!([])), Ok(json!([{"value": ""}])));
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        for (name, values) in [
            ("int", json!(["two"])),
            ("int", json!(["99999999999999999999"])),
            ("int", json!([1e300])),
            ("int", json!([null])),
            ("float", json!(["nan"])),
            ("float", json!(["1,5"])),
            ("upper", json!([1])),
            ("unit", json!(["not an object"])),
        ] {
            assert!(convert(name, &values).is_err(), "!{name} {values}");
        }
    }

    #[test]
    fn a_converter_that_needs_an_argument_says_so() {
        let none = Converters::default().convert("unit", &[], vec![json!({})]).unwrap();
        assert_eq!(none, Err("it needs an argument: write !unit,something".to_owned()));
    }
}
