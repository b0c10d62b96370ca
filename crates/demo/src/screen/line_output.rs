//! Where lines go: standard output, or above the line that is being typed.

use std::fmt;
use std::io::{Write as _, stdout};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use crate::Error;
use crate::input::keyboard::Printer;

/// Where lines go. Colours are left out where they cannot be shown or are not wanted.
pub(crate) enum LineOutput {
    /// Standard output.
    Plain,
    /// A terminal at which the user types.
    Terminal {
        /// Prints above the line that is being typed.
        printer: Printer,
        /// Whether colours are shown.
        colours: bool,
    },
}

impl LineOutput {
    /// A terminal at which the user types.
    pub(crate) fn terminal(printer: Printer) -> Self {
        Self::Terminal { printer, colours: AutoStream::choice(&stdout()) != ColorChoice::Never }
    }

    /// Prints a text, and ends its last line.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Error> {
        let text = text.trim_end_matches('\n');
        match self {
            Self::Plain => writeln!(anstream::stdout(), "{text}")?,
            Self::Terminal { printer, colours: true } => {
                printer.print(format!("{text}\n")).map_err(unprintable)?;
            }
            Self::Terminal { printer, colours: false } => {
                printer.print(format!("{}\n", strip_str(text))).map_err(unprintable)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for LineOutput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LineOutput")
    }
}

fn unprintable(error: impl fmt::Display) -> Error {
    Error::Terminal(error.to_string())
}
