//! What the program in a packet says, in the few words of a label.

use crate::Lang;
use crate::inspect::{rcode, record_type};
use hoplab_explain::bytes::is_referral;
use hoplab_wire::AppSummary;

said! { said =>
    /// What asks.
    query;
    /// What answers.
    answer;
    /// An answer that did not fit.
    cut_short;
    /// An answer that names others.
    referral;
    /// An answer without records.
    no_such_record;
    /// Goes on after the last packet of a picture.
    ends_frame;
}

/// A message in brief, such as `DNS query A www.example.com` or `HTTP 200 OK`.
pub fn said(lang: Lang, message: &AppSummary) -> String {
    let text = match message {
        AppSummary::Dns {
            response,
            kind,
            name,
            ..
        } => {
            let asked = format!("{} {name}", record_type(*kind));
            match (response, dns_response(lang, message)) {
                (false, _) => format!("DNS {} {asked}", query(lang)),
                (true, None) => format!("DNS {} {asked}", answer(lang)),
                (true, Some(how)) => format!("DNS {} {asked}: {how}", answer(lang)),
            }
        }
        AppSummary::HttpRequest { method, target } => format!("HTTP {method} {target}"),
        AppSummary::HttpResponse { status, reason } => format!("HTTP {status} {reason}"),
        AppSummary::FtpCommand { verb, argument } => format!("FTP {verb} {argument}"),
        AppSummary::FtpReply { code, text } => format!("FTP {code} {text}"),
        AppSummary::Rtp {
            sequence, marker, ..
        } => match marker {
            false => format!("RTP {sequence}"),
            true => format!("RTP {sequence}{}", ends_frame(lang)),
        },
    };
    text.trim_end().to_owned()
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
    let text = match (code, truncated, answers) {
        (0, true, _) => cut_short(lang),
        (0, false, 0) if is_referral(message) => referral(lang),
        (0, false, 0) => no_such_record(lang),
        (0, false, _) => return None,
        (code, ..) => match rcode(lang, u64::from(*code)) {
            // The short name is enough.
            Some(text) => text.split(':').next().unwrap_or(text),
            None => return Some(format!("RCODE {code}")),
        },
    };
    Some(text.to_owned())
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
