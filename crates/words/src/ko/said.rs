//! What the program in a packet says, in the few words of a label.

use crate::inspect::{rcode, record_type};
use crate::ko::LANG;
use hoplab_explain::bytes::is_referral;
use hoplab_wire::AppSummary;

pub fn said(message: &AppSummary) -> String {
    match message {
        AppSummary::Dns {
            response,
            kind,
            name,
            ..
        } => {
            let asked = format!("{} {name}", record_type(*kind));
            let how = response.then(|| dns_response(message)).flatten();
            match (response, how) {
                (false, _) => format!("DNS {} {asked}", "질의"),
                (true, None) => format!("DNS {} {asked}", "응답"),
                (true, Some(how)) => format!("DNS {} {asked}: {how}", "응답"),
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
            true => format!("RTP {sequence}, 프레임 끝"),
        },
    }
    .trim_end()
    .to_owned()
}

/// What a DNS response is if it is no plain answer.
fn dns_response(message: &AppSummary) -> Option<String> {
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
        (0, true, _) => Some("잘림".to_owned()),
        (0, false, 0) if is_referral(message) => Some("위임".to_owned()),
        (0, false, 0) => Some("그런 레코드 없음".to_owned()),
        (0, false, _) => None,
        (code, ..) => Some(rcode(LANG, u64::from(*code)).map_or_else(
            || format!("RCODE {code}"),
            // The short name is enough.
            |text| text.split(':').next().unwrap_or(text).to_owned(),
        )),
    }
}
