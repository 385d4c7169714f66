//! What the program in a packet says, in the few words of a label.

use hoplab_explain::bytes::is_referral;
use hoplab_wire::AppSummary;

use super::Lang;
use super::inspect::{rcode, record_type};

/// A message in brief, such as `DNS query A www.example.com` or `HTTP 200 OK`.
pub fn said(lang: Lang, message: &AppSummary) -> String {
    match message {
        AppSummary::Dns {
            response,
            kind,
            name,
            ..
        } => {
            let asked = format!("{} {name}", record_type(*kind));
            let how = response.then(|| dns_response(lang, message)).flatten();
            match (response, how) {
                (false, _) => format!("DNS {} {asked}", lang.pick("query", "질의")),
                (true, None) => format!("DNS {} {asked}", lang.pick("answer", "응답")),
                (true, Some(how)) => format!("DNS {} {asked}: {how}", lang.pick("answer", "응답")),
            }
        }
        AppSummary::HttpRequest { method, target } => format!("HTTP {method} {target}"),
        AppSummary::HttpResponse { status, reason } => format!("HTTP {status} {reason}"),
        AppSummary::FtpCommand { verb, argument } => format!("FTP {verb} {argument}"),
        AppSummary::FtpReply { code, text } => format!("FTP {code} {text}"),
        AppSummary::Rtp {
            sequence, marker, ..
        } => match (lang, marker) {
            (_, false) => format!("RTP {sequence}"),
            (Lang::En, true) => format!("RTP {sequence}, ends a frame"),
            (Lang::Ko, true) => format!("RTP {sequence}, 프레임 끝"),
        },
    }
    .trim_end()
    .to_owned()
}

/// What a DNS response is if it is no plain answer.
fn dns_response(lang: Lang, message: &AppSummary) -> Option<String> {
    let AppSummary::Dns {
        rcode: code,
        truncated,
        answers,
        ..
    } = message
    else {
        return None;
    };
    match (code, truncated, answers) {
        (0, true, _) => Some(lang.pick("cut short", "잘림").to_owned()),
        (0, false, 0) if is_referral(message) => Some(lang.pick("referral", "위임").to_owned()),
        (0, false, 0) => Some(lang.pick("no such record", "그런 레코드 없음").to_owned()),
        (0, false, _) => None,
        (code, ..) => Some(rcode(lang, u64::from(*code)).map_or_else(
            || format!("RCODE {code}"),
            // The short name is enough.
            |text| text.split(':').next().unwrap_or(text).to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dns(response: bool, rcode: u8, answers: u16) -> AppSummary {
        by(response, rcode, answers, None)
    }

    fn by(response: bool, rcode: u8, answers: u16, authority: Option<u16>) -> AppSummary {
        AppSummary::Dns {
            response,
            rcode,
            kind: 1,
            name: "www.example.com".to_owned(),
            answers,
            truncated: false,
            authoritative: false,
            authority,
        }
    }

    #[test]
    fn a_message_is_told_in_a_few_words() {
        let en = |message| said(Lang::En, &message);
        assert_eq!(en(dns(false, 0, 0)), "DNS query A www.example.com");
        assert_eq!(en(dns(true, 0, 1)), "DNS answer A www.example.com");
        assert_eq!(
            en(dns(true, 3, 0)),
            "DNS answer A www.example.com: NXDOMAIN"
        );
        assert_eq!(
            said(Lang::Ko, &dns(true, 0, 0)),
            "DNS 응답 A www.example.com: 그런 레코드 없음"
        );
        assert_eq!(
            en(by(true, 0, 0, Some(6))),
            "DNS answer A www.example.com: no such record"
        );
        assert_eq!(
            en(by(true, 0, 0, Some(2))),
            "DNS answer A www.example.com: referral"
        );
        assert_eq!(
            said(Lang::Ko, &by(true, 0, 0, Some(2))),
            "DNS 응답 A www.example.com: 위임"
        );
        let status = AppSummary::HttpResponse {
            status: 200,
            reason: "OK".to_owned(),
        };
        assert_eq!(en(status), "HTTP 200 OK");
        let command = AppSummary::FtpCommand {
            verb: "PASV".to_owned(),
            argument: String::new(),
        };
        assert_eq!(en(command), "FTP PASV");
    }
}
