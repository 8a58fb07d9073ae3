//! Nothing that is logged ends a line, begins another or speaks to the terminal (PROMISES P22).

use std::fmt::{self, Debug};
use std::io::{self, Write};

use tracing::field::Field;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;

/// A field as `name=value`, the message bare. The lines of a message of several are moved to the
/// right, so that none of them can be taken for a line of the log.
pub(super) fn write_field(to: &mut Writer<'_>, field: &Field, value: &dyn Debug) -> fmt::Result {
    let message = field.name() == "message";
    if !message {
        write!(to, "{}=", field.name())?;
    }
    for letter in format!("{value:?}").chars() {
        match letter {
            '\n' if message => to.write_str("\n    ")?,
            _ if is_harmful(letter) => write!(to, "{}", letter.escape_default())?,
            _ => to.write_char(letter)?,
        }
    }
    Ok(())
}

/// Control characters, and those that break a line or turn its direction.
pub(super) fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// A place for lines of JSON, in which harmful letters that JSON lets stand become `\u009b`.
#[derive(Debug)]
pub(super) struct Json<M>(pub(super) M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Json<M> {
    type Writer = JsonWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        JsonWriter(self.0.make_writer())
    }
}

/// Writes whole lines: it is handed nothing else.
#[derive(Debug)]
pub(super) struct JsonWriter<W>(W);

impl<W: Write> Write for JsonWriter<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut plain = String::with_capacity(line.len());
        for letter in String::from_utf8_lossy(line).chars() {
            if letter != '\n' && is_harmful(letter) {
                // All of them have four digits at most.
                let code = format!("\\u{:04x}", u32::from(letter));
                plain.push_str(&code);
            } else {
                plain.push(letter);
            }
        }
        self.0.write_all(plain.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
