//! The derive macros and their attributes.

/// Derives an intent from a struct whose fields are slots, or from an enum of such structs.
///
/// ```
/// use petasos_skill::intent::InvalidValue;
/// use petasos_skill::values::Room;
/// use petasos_skill::{Intent, SlotValue};
///
/// /// Sets the colour of lamps.
/// #[derive(Intent)]
/// #[intent(samples(
///     en = ["set [the] {room} (light | lamp) to {color}", "make it {color}"],
///     de = ["mach [das Licht in] {room} {color}"],
/// ))]
/// struct SetColor {
///     /// The room; by default that of the site.
///     #[slot(default_site)]
///     room: Room,
///     /// The colour.
///     #[slot(ask(en = "Which colour?", de = "Welche Farbe?"))]
///     color: Color,
///     /// The brightness, in percent.
///     #[slot(check = possible)]
///     brightness: Option<u8>,
/// }
///
/// #[derive(SlotValue)]
/// enum Color {
///     #[say("red", de("rot"))]
///     Red,
///     #[say("cyan", "turquoise", de("türkis"))]
///     Cyan,
/// }
///
/// fn possible(percent: &u8) -> Result<(), InvalidValue> {
///     if *percent <= 100 { Ok(()) } else { Err(InvalidValue::new("That is brighter than a lamp can be.")) }
/// }
///
/// /// Switches everything off.
/// #[derive(Intent)]
/// #[intent(name = "AllOff", alias = "Night", samples(en = ["good night"]))]
/// struct SwitchOff;
///
/// #[derive(Intent)]
/// enum Lamps {
///     Color(SetColor),
///     Off(SwitchOff),
/// }
///
/// let [color, off] = Lamps::specs()[..] else { panic!("two intents") };
/// assert_eq!((color.names, color.description), (&["SetColor"][..], "Sets the colour of lamps."));
/// assert_eq!(off.names, ["AllOff", "Night"]);
/// ```
///
/// Implements [`Intent`](trait@crate::Intent), [`Answer`](trait@crate::Answer), so that an intent can be asked for, and for a
/// struct also [`Form`](trait@crate::Form). A struct without fields is an intent without slots. The first paragraph of the doc
/// comment is the description.
///
/// | in `#[intent(..)]` of a struct | | default |
/// |-|-|-|
/// | `name = "SetColor"` | The name. A user prefix (`alice:SetColor`) is ignored: the intent is accepted with any user or none. | the struct's |
/// | `alias = "ChangeColor"` | An additional name. Can be repeated. | none |
/// | `samples(en = ["..", ".."], de = [".."])` | Sample sentences, by language: `{slot}` is a slot, `[..]` is optional, `(a \| b)` are alternatives. | none |
///
/// Languages are written `en` or `pt_br`. A variant of an enum holds one intent; the name of the recognised intent selects it.
///
/// The attributes of fields are those of [`Form`](derive@Form).
pub use petasos_skill_macros::Intent;

/// Derives a form from a struct whose fields are slots: [`Session::fill`](crate::Session::fill) asks for them one by one.
///
/// ```
/// use petasos_skill::{Form, Result, Session};
///
/// #[derive(Form)]
/// struct Booking {
///     #[slot(ask(en = "For how many?", de = "Für wie viele?"), retries = 1, give_up(en = "Then come by."))]
///     people: u8,
///     #[slot(ask = "Who are you?")]
///     name: String,
///     #[slot(default = false)]
///     outside: bool,
///     wishes: Vec<String>,
/// }
///
/// async fn book(session: Session) -> Result<String> {
///     let booking = session.fill::<Booking>().await?;
///     Ok(format!("A table for {}, {}.", booking.people, booking.name))
/// }
///
/// let [people, ..] = Booking::slots() else { panic!("four slots") };
/// assert_eq!(people.question().in_lang(Some("de")), "Für wie viele?");
/// ```
///
/// The type of a field is a [`SlotValue`](trait@crate::SlotValue). An `Option` may be missing, a `Vec` may occur any number of
/// times. All other fields without a default are required: they are asked for if missing. A value that cannot be read, or that
/// `check` rejects, is asked for again.
///
/// | in `#[slot(..)]` of a field | | default |
/// |-|-|-|
/// | `name = "color"` | The name on the wire. | the field's |
/// | `ask(en = "..", de = "..")` | The question for it; the first one is used for all other languages. `ask = ".."` is for all languages. | `What is the <name>?` |
/// | `retries = 2` | How often it is asked for again. | 2 |
/// | `give_up(en = "..", de = "..")` | What is said if it was not answered. | the kit's phrase |
/// | `default = expression` | The default; for a `Vec`, the whole of it. | |
/// | `default_site` | Takes the default from the [`Site`](crate::Site): `T: From<&Site>`. | |
/// | `check = path::to::function` | A `fn(&T) -> Result<(), InvalidValue>` that validates the value; for an `Option` or a `Vec`, each item. | all values are valid |
pub use petasos_skill_macros::Form;

/// Derives a slot value from an enum, with its variants as the possible values.
///
/// ```
/// use petasos_skill::values::Slot;
/// use petasos_skill::{SlotValue, intent::spec::Values};
///
/// #[derive(Debug, PartialEq, SlotValue)]
/// #[slot_value(name = "device")]
/// enum Device {
///     /// Named "reading lamp", after its variant.
///     ReadingLamp,
///     #[say("fan", "ventilator", de("Lüfter", "Ventilator"))]
///     #[value("fan_1")]
///     Fan,
///     #[other]
///     Other(String),
/// }
///
/// let entity = Device::entity();
/// assert_eq!(entity.name, "device");
/// let Values::Listed { values, open: true } = entity.values else { panic!("listed, and open to others") };
/// assert_eq!((&*values[1].value, values[1].names(Some("de"))), ("fan_1", &["Lüfter", "Ventilator"][..]));
/// ```
///
/// Implements [`SlotValue`](trait@crate::SlotValue) and [`Answer`](trait@crate::Answer). A slot matches a variant if its value or
/// raw text equals the variant's value or one of its names, ignoring case. In the answer to a question the name may be among
/// other words; the longest name wins, and the first of equally long ones.
///
/// | on | attribute | | default |
/// |-|-|-|-|
/// | the enum | `#[slot_value(name = "color")]` | The name of the entity. | the enum's, in snake case |
/// | a variant | `#[say("red", "crimson", de("rot"))]` | The spoken names: in `de` those for that language, elsewhere those without a language. The first is the usual one. | the variant's name, as words |
/// | a variant | `#[value("red")]` | The value on the wire. | the variant's, as words |
/// | one variant with a `String` | `#[other]` | Accepts all other values, as raw text. | they are invalid |
pub use petasos_skill_macros::SlotValue;

/// Derives a dialogue state that survives a restart from a struct or an enum.
///
/// ```
/// use petasos_skill::{Dialogue, Reply, YesNo};
/// use serde::{Deserialize, Serialize};
/// use serde_json::Value;
///
/// /// Confirms that everything is switched off.
/// #[derive(Serialize, Deserialize, Dialogue)]
/// #[dialogue(version = 2, migrate = from_older)]
/// struct AllOff {
///     lamps: u32,
/// }
///
/// /// The first version was the bare number.
/// fn from_older(_version: u32, state: Value) -> Option<AllOff> {
///     Some(AllOff { lamps: state.as_u64()?.try_into().ok()? })
/// }
///
/// fn really(lamps: u32) -> Reply {
///     AllOff { lamps }.ask("Really everything?").expecting::<YesNo>()
/// }
///
/// /// A handler for `.during(..)`.
/// async fn answered(answer: YesNo, state: AllOff) -> String {
///     match answer {
///         YesNo::Yes => format!("{} lamps are off.", state.lamps),
///         YesNo::No => "All right.".to_owned(),
///     }
/// }
///
/// assert_eq!((AllOff::NAME, AllOff::VERSION), ("AllOff", 2));
/// # let _unused = (really(1), answered(YesNo::No, AllOff { lamps: 1 }));
/// ```
///
/// Implements [`Dialogue`](trait@crate::Dialogue).
///
/// | in `#[dialogue(..)]` | | default |
/// |-|-|-|
/// | `name = "AllOff"` | The name within the skill. | the type's |
/// | `version = 2` | The version of the state: increase it when fields change. | 1 |
/// | `migrate = path::to::function` | A `fn(u32, Value) -> Option<Self>` that converts a state of another version. | none: the dialogue ends |
pub use petasos_skill_macros::Dialogue;
