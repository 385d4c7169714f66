//! What the program in a packet says, in the few words of a label.

use hoplab_wire::AppSummary;

said! { said =>
    /// A message in brief, such as `DNS query A www.example.com` or `HTTP 200 OK`.
    said(message: &AppSummary) -> String;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

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
