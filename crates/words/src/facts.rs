//! Holds every text to what readings of all of them found: no statement that was found to be wrong comes back, and
//! what somebody who learns will ask, and no other text answers, is answered in both languages.

use std::fs;

use super::glossary::{literals, literals_of, root};

/// All texts: the page's, the library's, what the command line prints, and what the library's scenarios send.
fn texts() -> Vec<(String, String)> {
    let mut all = literals();
    all.extend(literals_of(&[
        "capture", "cli", "dns", "scenario", "sim", "tcp",
    ]));
    let mut all: Vec<(String, String)> = all.into_iter().map(|it| (it.file, it.text)).collect();
    let library = root().join("crates/scenario/library");
    for entry in fs::read_dir(library).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        all.push((name.into_owned(), fs::read_to_string(&path).unwrap()));
    }
    assert!(all.len() > 4000, "{} texts are too few", all.len());
    all
}

/// What texts said, and why it is not so.
#[rustfmt::skip] // a list
const WRONG: &[(&str, &str)] = &[
    ("before scaling", "a SYN's window is never scaled"),
    ("스케일을 적용하기 전", "a SYN's window is never scaled"),
    ("expects: everything before it has come", "without the ACK flag the number means nothing"),
    ("every packet finds its own way", "over one route they all go the same way"),
    ("program has no more to send", "it may have given up, or has data that waits"),
    ("프로그램이 더 보낼 것이 없음", "it may have given up, or has data that waits"),
    ("Wrote {sent} of", "what is written is not sent yet"),
    ("바이트를 썼고", "what is written is not sent yet"),
    ("at byte {byte} of", "it is an offset, and the byte is the next one"),
    ("Reports failures", "ICMP answers pings, too"),
    ("실패를 ICMP로 알림", "ICMP answers pings, too"),
    ("no longer sends ICMP errors", "nor does it answer pings"),
    ("picture keeps its holes", "over UDP what comes later slips into earlier places"),
    ("그림에 구멍이 남", "over UDP what comes later slips into earlier places"),
    ("Hoplab's game", "any program may have the port"),
    ("Bit errors", "it is a share of frames"),
    ("bit errors", "it is a share of frames"),
    ("bit error rate", "it is a share of frames"),
    ("memory error rate", "it is a share of packets"),
    ("비트 오류율", "it is a share of frames"),
    ("the rest has to be asked", "the same question is asked again"),
    ("나머지는 TCP로", "the same question is asked again"),
    ("ask again over TCP", "it is the same that is asked"),
    ("it is there, whole and in order", "an ACK is the other host's TCP's, not its program's"),
    ("온전히 순서대로 도착했어요", "an ACK is the other host's TCP's, not its program's"),
    ("the sender learns that it did not", "a sender knows only that the connection failed"),
    ("Fast, and nothing else", "UDP is no faster"),
    ("빠르지만 그 밖의", "UDP is no faster"),
    ("now the sender is told", "TCP notes it and reports it at the end"),
    ("오류를 전해 들어요", "TCP notes it and reports it at the end"),
    ("is a ping", "traceroute sends echo requests, too"),
    ("핑이에요", "traceroute sends echo requests, too"),
    ("nothing says that a message is over", "a datagram is whole in itself"),
    ("메시지가 끝났다는 신호가 없", "a datagram is whole in itself"),
    ("the other side has closed", "a FIN ends one direction"),
    ("상대가 연결을 닫음", "a FIN ends one direction"),
    ("TCP 연결 종료(FIN)", "a FIN ends one direction"),
    ("what it takes for lost", "a probe's byte was refused, and what was too long was not lost"),
    ("잃어버렸다고 본 것", "a probe's byte was refused, and what was too long was not lost"),
    ("Nothing for a program", "the program learns that a connection opened, ended or failed"),
    ("nothing in it for the program", "the program learns that a connection opened, ended or failed"),
    ("프로그램에 줄 것이 없", "the program learns that a connection opened, ended or failed"),
    ("there is nothing at {name}", "the name may be there, without a record of this type"),
    ("아무것도 없다는 것을", "the name may be there, without a record of this type"),
    ("round trips are measured by it", "they are measured without it, too, of what was sent once"),
    ("왕복 시간을 재고", "they are measured without it, too, of what was sent once"),
    ("ss -tuanp", "the table has raw and icmp sockets, too"),
    ("least length of 60 bytes", "it is 64 with the frame check sequence"),
    ("for a link, they drop it.", "they also report the MTU that would fit"),
    ("same all the way.", "a router that does NAT changes it"),
    ("TCP misses the", "duplicate ACKs tell of a loss, not missing ones"),
    ("the two get mixed up", "each program gets a copy of everything"),
    ("the sender was switched off", "any program is told so, one that only receives, too"),
    ("보내던 호스트가 꺼졌", "any program is told so, one that only receives, too"),
    ("the way is shut for good", "a port or protocol that is not served shuts no way"),
    ("noise on the line", "most losses have other causes"),
    ("회선 잡음", "most losses have other causes"),
    ("once more as Jun", "the name there is 준"),
    ("20 and 21 FTP", "port 20 is active mode's, which is not used"),
];

#[test]
fn what_was_found_to_be_wrong_stands_in_no_text() {
    let mut wrong = Vec::new();
    for (file, text) in texts() {
        for (said, why) in WRONG.iter().filter(|(said, _)| text.contains(said)) {
            wrong.push(format!("{file}: “{said}”, but {why}: {text:.200}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a learner asks, and what the answer has in it, in English and in Korean.
#[rustfmt::skip] // a list
const ASKED: &[(&str, &str, &str)] = &[
    ("Would the last router not report that the server is off?", "A real last router would often report", "마지막 라우터가 ICMP로 ‘호스트 도달 불가’"),
    ("How do routers tell each other of a break?", "no routing protocol is simulated", "라우팅 프로토콜은"),
    ("May two servers have one address?", "anycast", "애니캐스트(anycast)"),
    ("What is the wrapping called?", "(encapsulation)", "(캡슐화)"),
    ("What is the unwrapping called?", "(decapsulation)", "(역캡슐화)"),
    ("How does a node know the next MAC address?", "ask for by ARP", "ARP"),
    ("Linux lends other ports than these: why?", "Linux from 32768 to 60999", "리눅스는 32768~60999번"),
    ("Where is port 20?", "port 20 belongs to FTP's active mode", "20번 포트는 여기서 쓰지 않는 능동 모드"),
    ("Why does TIME-WAIT take so long, and at this end?", "The end that closes first waits in TIME-WAIT for 2 MSL", "먼저 닫은 쪽이 TIME-WAIT에서 2 MSL"),
    ("What is TIME-WAIT for?", "and to repeat its last ACK if that was lost", "마지막 ACK가 손실됐을 때 다시 보낼 수 있도록"),
    ("Is a record's TTL that of a packet?", "not hops as the TTL of an IP packet", "IP 패킷의 TTL과 달리"),
    ("Is a packet's TTL that of a record?", "not seconds as the TTL of a DNS record", "DNS 레코드의 TTL과 달리"),
    ("What does traceroute send?", "ICMP echo requests (as traceroute -I and Windows do", "traceroute -I와 Windows가 이렇게 해요"),
    ("What is the identification for?", "With DF set it has no use (RFC 6864)", "DF가 켜져 있으면 쓰이지 않고(RFC 6864)"),
    ("Does a router at home not change the address?", "unless a router does NAT", "NAT를 하는 라우터"),
    ("What is this waiting called?", "(head-of-line blocking)", "head-of-line blocking"),
    ("Why do video services use TCP all the same?", "a buffer of some seconds hides the waits", "몇 초 분량의 버퍼로 기다림을 감출 수"),
    ("Why does cwnd begin at 10 segments?", "begins at 10 segments (RFC 6928)", "세그먼트 10개예요(RFC 6928)"),
    ("Why does the RTO begin at 1 s?", "begins at 1 s (RFC 6298)", "처음에는 1초이고(RFC 6298)"),
    ("Who decides on the 2 s?", "the stub resolver of its host decides", "스텁 리졸버가 정한 시간"),
    ("1,460 in the SYN, and 1,448 here: why?", "1,460 - 12 = 1,448", "1,460 - 12 = 1,448"),
    ("Is a UDP socket that is ESTAB connected?", "ESTAB there is no connection", "UDP와 raw의 ESTAB은 연결이 아니라"),
    ("Is this identifier a port?", "It is no port.", "포트가 아니에요."),
    ("How is a SYN's window to be read?", "in a SYN the number itself", "SYN에서는 적힌 값 그대로"),
    ("What is the ACK number of a SYN?", "Without the flag the field has no meaning", "플래그가 꺼져 있으면 의미가 없어요"),
    ("From where does the other side's window count?", "counted from the first unacknowledged byte (UNA)", "확인받지 못한 첫 바이트(UNA)부터"),
    ("Is loss random on the Internet?", "Losses by full queues come on their own", "큐가 넘쳐 생기는 손실은"),
];

#[test]
fn what_a_learner_asks_is_answered_in_both_languages() {
    let texts = texts();
    let is_said = |answer: &str| texts.iter().any(|(_, text)| text.contains(answer));
    let unanswered = ASKED
        .iter()
        .flat_map(|(question, en, ko)| [(question, en), (question, ko)])
        .filter(|(_, answer)| !is_said(answer));
    let unanswered: Vec<String> = unanswered
        .map(|(question, answer)| format!("{question} “{answer}”"))
        .collect();
    assert!(unanswered.is_empty(), "{}", unanswered.join("\n"));
}

/// The name of a scenario is for addresses and files; whoever reads has its title.
#[test]
fn a_scenario_is_called_by_its_title() {
    let mut wrong = Vec::new();
    for literal in literals() {
        for entry in hoplab_scenario::library::all() {
            let name = entry.name;
            let said = [format!("“{name}”"), format!("‘{name}’")];
            if said.iter().any(|said| literal.text.contains(said)) {
                wrong.push(format!("{}: {}", literal.file, literal.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
