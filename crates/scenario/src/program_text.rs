//! A program from what a person filled into a form: its kind and settings, by the names they have in a file.

use crate::codec;
use crate::model::Program;

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A text.
    Text(String),
    /// A number.
    Number(u64),
}

/// The program of this kind with these settings; all others have their defaults. It can be read then, but is not
/// yet checked: [`Program::check`] does.
///
/// # Errors
/// What the reader says, in English: an unknown kind or setting, one that is missing, a number too large.
pub fn program_of(kind: &str, settings: &[(&str, Setting)]) -> Result<Program, String> {
    let mut text = format!("{{{}:{{", quoted(kind));
    for (place, (name, value)) in settings.iter().enumerate() {
        text += if place == 0 { "" } else { "," };
        text += &quoted(name);
        text += ":";
        match value {
            Setting::Text(value) => text += &quoted(value),
            Setting::Number(value) => text += &value.to_string(),
        }
    }
    text += "}}";
    codec::read(&text).map_err(|error| error.to_string())
}

fn quoted(text: &str) -> String {
    codec::write(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_becomes_the_program_that_a_file_would_name() {
        let settings = [
            ("to", Setting::Text("198.51.100.80".to_owned())),
            ("text", Setting::Text("\"quoted\" \\ and 한글".to_owned())),
            ("count", Setting::Number(3)),
        ];
        let program = program_of("echo-client", &settings);
        let Ok(Program::EchoClient(client)) = program else {
            panic!("{program:?}");
        };
        assert_eq!((client.port, client.count), (7, 3));
        assert_eq!(client.text, "\"quoted\" \\ and 한글");
    }

    #[test]
    fn what_cannot_be_a_program_is_an_error() {
        let port = |number| [("port", Setting::Number(number))];
        assert!(program_of("echo", &port(70_000)).is_err());
        assert!(program_of("no-such-kind", &port(7)).is_err());
        assert!(program_of("echo", &[("colour", Setting::Number(1))]).is_err());
        assert!(program_of("echo", &port(7)).is_ok());
    }
}
