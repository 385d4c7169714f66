//! What is wrong with a scenario, in the page's words. English is what the scenario's own error says.

use hoplab_scenario::{ScenarioError, Warning};

said! { refusals =>
    /// What is wrong, and in which field.
    scenario_error(error: &ScenarioError) -> String;
    /// What is allowed and hardly meant.
    warning(warning: &Warning) -> String;
    /// A file holds nothing that can be opened.
    no_scenario() -> String;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use hoplab_scenario::Scenario;

    #[test]
    fn what_is_wrong_with_a_file_is_told_in_korean_too() {
        let two = r#"{"nodes":[{"id":"a","role":"host","address":"192.0.2.1"},
            {"id":"b","address":"192.0.2.2"}],"links":[{"a":"a","b":"b"}]}"#;
        for (good, bad) in [
            (r#""b":"b"}"#, r#""b":"b","delay":"-5ms"}"#),
            (r#""b":"b"}"#, r#""b":"b","dealy":"5ms"}"#),
            (r#""b":"b"}"#, r#""b":"b","rate":"fast"}"#),
            (r#""b":"b"}"#, r#""b":"b","loss":"200%"}"#),
            (r#""b":"b"}"#, r#""b":"b","mtu":70000}"#),
            (r#""b":"b"}"#, r#""b":"b",}"#),
            (r#""b":"b"}"#, r#""b":7}"#),
            (r#""b":"b"}"#, r#""b":"nobody"}"#),
            (r#""b":"b"}"#, r#""b":"a"}"#),
            (r#""b":"b"}"#, r#""b":"b"#),
            (r#""b":"b"}"#, r#"b:"b"}"#),
            ("192.0.2.1", "192.0.2.256"),
            ("192.0.2.1", "127.0.0.1"),
            (r#""role":"host""#, r#""role":"hots""#),
            (r#""role":"host""#, r#""role":"host","label":5"#),
            (r#""role":"host""#, r#""role":"host","tcp":{"mss":1}"#),
            (r#""id":"b""#, r#""id":"a""#),
            (r#""id":"b","#, ""),
        ] {
            let text = two.replacen(good, bad, 1);
            let error =
                Scenario::from_json(&text).and_then(|scenario| scenario.to_spec().map(|_| ()));
            let error = error.expect_err(bad);
            let told = scenario_error(Lang::Ko, &error);
            let said = told.strip_prefix(error.path.as_str()).unwrap_or(&told);
            assert!(
                said.chars().any(|c| ('가'..='힣').contains(&c)),
                "{bad}: {told}"
            );
            for english in [
                "expected", "invalid", "unknown", "missing", "there is", "must",
            ] {
                assert!(!said.contains(english), "{bad}: {told}");
            }
        }
    }
}
