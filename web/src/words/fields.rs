//! What every header field is called and what it means.
//!
//! Korean names are those of the textbooks; where these leave a name in English, so do we.

use hoplab_wire::dissect::FieldKey;

use super::Lang;

/// A field's name and meaning in both languages. One table, so that no field lacks any of the four.
macro_rules! field_texts {
    ($($key:ident: $en:literal, $ko:literal; $means_en:literal, $means_ko:literal;)*) => {
        /// What a field is called.
        pub const fn name(lang: Lang, key: FieldKey) -> &'static str {
            match key { $(FieldKey::$key => lang.pick($en, $ko),)* }
        }
        /// What a field is for, in one sentence.
        pub const fn meaning(lang: Lang, key: FieldKey) -> &'static str {
            match key { $(FieldKey::$key => lang.pick($means_en, $means_ko),)* }
        }
    };
}

field_texts! {
    Ethernet: "Ethernet", "이더넷";
        "The frame's header: it takes the packet over this one link only.", "프레임의 헤더예요. 이 링크 하나를 건너는 데만 쓰여요.";
    EthernetDst: "Destination MAC", "목적지 MAC 주소";
        "The network card at the other end of this link.", "이 링크 건너편 네트워크 카드의 주소예요.";
    EthernetSrc: "Source MAC", "출발지 MAC 주소";
        "The network card that put the frame on this link.", "이 링크에 프레임을 내보낸 네트워크 카드의 주소예요.";
    EthernetType: "Type", "타입";
        "What the frame carries: 0x0800 is IPv4.", "프레임에 무엇이 들어 있는지 나타내요. 0x0800은 IPv4예요.";
    EthernetPadding: "Padding", "패딩";
        "Zeros that bring a short frame to Ethernet's least length of 60 bytes.", "짧은 프레임을 이더넷 최소 길이인 60바이트로 맞추려고 채운 0이에요.";

    Ipv4: "IPv4", "IPv4";
        "The packet's header: it takes the packet from host to host, over any number of links.", "패킷의 헤더예요. 링크를 몇 개 거치든 호스트에서 호스트까지 전달하는 데 쓰여요.";
    Ipv4Version: "Version", "버전";
        "The version of IP: 4.", "IP의 버전이에요. 여기서는 4예요.";
    Ipv4HeaderLen: "Header length", "헤더 길이";
        "How long this header is, in bytes; the field itself counts words of 4 bytes.", "이 헤더의 길이(바이트)예요. 필드에는 4바이트 단위로 적혀 있어요.";
    Ipv4Dscp: "DSCP", "DSCP";
        "Which class of service the packet asks for; 0 is none in particular.", "패킷이 요청하는 서비스 등급이에요. 0이면 특별한 요청이 없어요.";
    Ipv4Ecn: "ECN", "ECN";
        "Lets routers mark congestion instead of dropping packets; 0: not used.", "라우터가 패킷을 버리는 대신 혼잡을 표시할 때 써요. 0이면 쓰지 않아요.";
    Ipv4TotalLen: "Total length", "전체 길이";
        "How long the packet is, header and content together, in bytes.", "헤더와 내용을 합친 패킷의 길이(바이트)예요.";
    Ipv4Identification: "Identification", "식별자";
        "Tells which fragments belong to the same packet.", "어떤 단편들이 같은 패킷에서 나왔는지 구별해요.";
    Ipv4ReservedFlag: "Reserved flag", "예약 플래그";
        "A bit without a use: it must be 0.", "쓰임이 없는 비트예요. 항상 0이어야 해요.";
    Ipv4DontFragment: "Don't fragment (DF)", "단편화 금지(DF)";
        "Routers must not split the packet: if it is too long for a link, they drop it.", "라우터가 패킷을 쪼개면 안 돼요. 다음 링크에 비해 너무 길면 버려져요.";
    Ipv4MoreFragments: "More fragments (MF)", "단편 더 있음(MF)";
        "Further fragments of the same packet follow.", "같은 패킷의 단편이 뒤에 더 있어요.";
    Ipv4FragmentOffset: "Fragment offset", "단편 오프셋";
        "Where this fragment belongs in the packet, in bytes; the field counts units of 8.", "이 단편이 원래 패킷의 몇 번째 바이트부터인지 나타내요. 필드에는 8바이트 단위로 적혀 있어요.";
    Ipv4Ttl: "Time to live (TTL)", "TTL";
        "How many more hops the packet may make: every router takes one off and drops it at 0.", "앞으로 거칠 수 있는 홉 수예요. 라우터마다 1씩 줄이고, 0이 되면 버려요.";
    Ipv4Protocol: "Protocol", "프로토콜";
        "What the packet carries: 1 ICMP, 6 TCP, 17 UDP, 253 an experiment (raw IP here).", "패킷에 무엇이 들어 있는지 나타내요. 1은 ICMP, 6은 TCP, 17은 UDP, 253은 실험용(여기서는 IP만 쓸 때)이에요.";
    Ipv4Checksum: "Header checksum", "헤더 체크섬";
        "Protects this header only, not the content; every router computes it anew because TTL changes.", "내용이 아니라 이 헤더만 보호해요. TTL이 바뀌므로 라우터마다 다시 계산해요.";
    Ipv4Src: "Source address", "출발지 주소";
        "The host that sent the packet; it stays the same all the way.", "패킷을 보낸 호스트예요. 도착할 때까지 바뀌지 않아요.";
    Ipv4Dst: "Destination address", "목적지 주소";
        "The host the packet is for; routers choose the next hop by it.", "패킷을 받을 호스트예요. 라우터는 이 주소를 보고 다음 홉을 골라요.";
    Ipv4Options: "Options", "옵션";
        "Rarely used additions to the header.", "헤더에 덧붙이는 항목으로, 거의 쓰지 않아요.";

    Icmp: "ICMP", "ICMP";
        "A message about IP itself: an error report, or an echo (ping).", "IP 자체에 대한 메시지예요. 오류를 알리거나 에코(ping)에 쓰여요.";
    IcmpType: "Type", "타입";
        "What kind of message it is: 3 unreachable, 11 time exceeded, 8 echo, 0 its reply.", "메시지의 종류예요. 3은 목적지 도달 불가, 11은 시간 초과, 8은 에코 요청, 0은 에코 응답이에요.";
    IcmpCode: "Code", "코드";
        "Which case of that kind it is.", "그 종류 안에서 어떤 경우인지 나타내요.";
    IcmpChecksum: "Checksum", "체크섬";
        "Protects the whole ICMP message.", "ICMP 메시지 전체를 보호해요.";
    IcmpIdentifier: "Identifier", "식별자";
        "Tells one ping program from another.", "어느 ping 프로그램의 것인지 구별해요.";
    IcmpSequence: "Sequence number", "시퀀스 번호";
        "Counts the requests of one ping program.", "한 ping 프로그램이 보낸 요청의 순번이에요.";
    IcmpUnused: "Unused", "사용 안 함";
        "Bytes without a meaning: they are 0.", "의미가 없는 바이트로, 0으로 채워요.";
    IcmpNextHopMtu: "Next-hop MTU", "다음 홉 MTU";
        "The longest packet the next link would have taken.", "다음 링크가 받을 수 있는 가장 긴 패킷의 길이예요.";
    IcmpRest: "Rest of header", "나머지 헤더";
        "The header's second four bytes; their meaning depends on the type.", "헤더의 뒤쪽 4바이트예요. 타입에 따라 의미가 달라요.";
    IcmpData: "Data", "데이터";
        "What the message carries; an echo reply sends it back unchanged.", "메시지에 담긴 내용이에요. 에코 응답은 이것을 그대로 돌려보내요.";
    IcmpQuoted: "Quoted packet", "인용된 패킷";
        "The beginning of the packet the report is about, so that its sender knows which one it was.", "문제가 된 패킷의 앞부분이에요. 보낸 쪽은 이것을 보고 어떤 패킷인지 알아요.";
    QuoteRest: "Rest of the quote", "인용의 나머지";
        "The quote ends within this header.", "이 헤더 중간에서 인용이 끝나요.";

    Udp: "UDP", "UDP";
        "The datagram's header: it leads from program to program and promises nothing else.", "데이터그램의 헤더예요. 프로그램에서 프로그램으로 전달할 뿐, 그 밖의 보장은 없어요.";
    UdpSrcPort: "Source port", "출발지 포트";
        "The program that sent the datagram.", "데이터그램을 보낸 프로그램을 가리켜요.";
    UdpDstPort: "Destination port", "목적지 포트";
        "The program it is for, on the destination host.", "목적지 호스트에서 이것을 받을 프로그램을 가리켜요.";
    UdpLength: "Length", "길이";
        "Header and data together, in bytes.", "헤더와 데이터를 합친 길이(바이트)예요.";
    UdpChecksum: "Checksum", "체크섬";
        "Protects addresses, header and data; 0 means that the sender made none.", "주소와 헤더, 데이터를 보호해요. 0이면 보낸 쪽이 계산하지 않은 거예요.";

    Tcp: "TCP", "TCP";
        "The segment's header: it numbers the bytes, confirms what came and sets the pace.", "세그먼트의 헤더예요. 바이트에 번호를 매기고, 받은 것을 확인하고, 속도를 조절해요.";
    TcpSrcPort: "Source port", "출발지 포트";
        "The program that sent the segment.", "세그먼트를 보낸 프로그램을 가리켜요.";
    TcpDstPort: "Destination port", "목적지 포트";
        "The program it is for, on the destination host.", "목적지 호스트에서 이것을 받을 프로그램을 가리켜요.";
    TcpSeq: "Sequence number", "시퀀스 번호";
        "The number of this segment's first byte in the stream, so that the receiver can put it in its place.", "이 세그먼트의 첫 바이트가 스트림에서 갖는 번호예요. 받는 쪽은 이것으로 제자리를 찾아요.";
    TcpAck: "Acknowledgment number", "확인 응답 번호";
        "The number of the next byte the sender of this segment expects: everything before it has come.", "다음에 받아야 할 바이트의 번호예요. 그 앞까지는 모두 받았다는 뜻이에요.";
    TcpDataOffset: "Header length", "헤더 길이";
        "Where the data begins, in bytes; the field itself counts words of 4 bytes (data offset).", "데이터가 시작되는 위치(바이트)예요. 필드(데이터 오프셋)에는 4바이트 단위로 적혀 있어요.";
    TcpReserved: "Reserved", "예약";
        "Bits kept for the future: they are 0.", "나중을 위해 남겨 둔 비트로, 0이에요.";
    TcpFlags: "Flags", "플래그";
        "What the segment is for: open, acknowledge, finish, reset.", "연결 요청, 확인 응답, 종료, 재설정 등 세그먼트의 용도를 나타내요.";
    TcpFlagCwr: "CWR", "CWR";
        "The sender has slowed down after a congestion mark.", "혼잡 표시를 받고 보낸 쪽이 속도를 줄였어요.";
    TcpFlagEce: "ECE", "ECE";
        "A packet came with a congestion mark (in a SYN: such marks are understood).", "혼잡 표시가 붙은 패킷을 받았어요. SYN에서는 그런 표시를 이해한다는 뜻이에요.";
    TcpFlagUrg: "URG", "URG";
        "The urgent pointer counts.", "긴급 포인터가 유효해요.";
    TcpFlagAck: "ACK", "ACK";
        "The acknowledgment number counts.", "확인 응답 번호가 유효해요.";
    TcpFlagPsh: "PSH", "PSH";
        "The receiver should hand the data to its program at once.", "받은 데이터를 프로그램에 바로 넘겨 달라는 뜻이에요.";
    TcpFlagRst: "RST", "RST";
        "The connection is ended at once.", "연결을 즉시 끊어요.";
    TcpFlagSyn: "SYN", "SYN";
        "Opens a connection: the sequence number is where counting begins.", "연결을 시작해요. 시퀀스 번호를 여기서부터 세기 시작해요.";
    TcpFlagFin: "FIN", "FIN";
        "The sender has no more data.", "보낸 쪽이 더 보낼 데이터가 없어요.";
    TcpWindow: "Window", "윈도우 크기";
        "How many more bytes the sender of this segment has room for, before scaling.", "이 세그먼트를 보낸 쪽이 더 받을 수 있는 바이트 수예요. 윈도우 스케일을 적용하기 전 값이에요.";
    TcpChecksum: "Checksum", "체크섬";
        "Protects addresses, header and data from host to host.", "주소와 헤더, 데이터를 호스트에서 호스트까지 보호해요.";
    TcpUrgent: "Urgent pointer", "긴급 포인터";
        "Where urgent data ends; it counts only with URG.", "긴급 데이터가 끝나는 위치예요. URG일 때만 유효해요.";
    TcpOptions: "Options", "옵션";
        "Additions to the header.", "헤더에 덧붙이는 항목들이에요.";
    TcpOptionNop: "No operation", "NOP";
        "One byte that only fills a gap between options.", "옵션 사이를 채우기만 하는 1바이트예요.";
    TcpOptionEnd: "End of options", "옵션 끝";
        "The list ends here; zeros follow up to the next word.", "목록이 여기서 끝나요. 4바이트 단위가 되도록 0으로 채워요.";
    TcpOptionKind: "Kind", "종류";
        "Which option it is.", "어떤 옵션인지 나타내요.";
    TcpOptionLength: "Length", "길이";
        "How long the option is, in bytes, kind and length included.", "종류와 길이 필드까지 합친 옵션의 길이(바이트)예요.";
    TcpOptionUnknown: "Unknown option", "알 수 없는 옵션";
        "An option this page does not know, or of a length that is not its own.", "이 페이지가 모르는 옵션이거나 길이가 맞지 않는 옵션이에요.";
    TcpOptionBody: "Content", "내용";
        "What the option holds.", "옵션에 담긴 내용이에요.";
    TcpOptionIllegal: "Unreadable options", "읽을 수 없는 옵션";
        "A length that cannot be: the list cannot be read from here on.", "있을 수 없는 길이라서 여기부터는 목록을 읽을 수 없어요.";
    TcpMss: "Maximum segment size (MSS)", "최대 세그먼트 크기(MSS)";
        "The longest piece of data the sender takes in one segment.", "한 세그먼트에 담아 받을 수 있는 데이터의 최대 크기예요.";
    TcpMssValue: "MSS in bytes", "MSS 값";
        "The size in bytes.", "바이트 단위의 크기예요.";
    TcpWindowScale: "Window scale", "윈도우 스케일";
        "By how much the windows this side tells are to be multiplied.", "이쪽이 알리는 윈도우 크기에 얼마를 곱해야 하는지 나타내요.";
    TcpWindowScaleShift: "Shift", "시프트 수";
        "The multiplier as a power of two.", "곱할 값을 2의 거듭제곱 지수로 나타내요.";
    TcpSackPermitted: "SACK permitted", "SACK 허용";
        "This side understands selective acknowledgments.", "선택적 확인 응답(SACK)을 이해한다는 뜻이에요.";
    TcpSack: "Selective acknowledgment (SACK)", "선택적 확인 응답(SACK)";
        "Which later bytes have come although some before them are missing.", "앞쪽이 비어 있지만 이미 받아 둔 뒤쪽 바이트의 범위예요.";
    TcpSackBlock: "Block", "블록";
        "One stretch of bytes that has come.", "이미 받은 연속된 바이트 구간 하나예요.";
    TcpSackLeft: "Left edge", "왼쪽 경계";
        "The first byte of the block.", "블록의 첫 바이트 번호예요.";
    TcpSackRight: "Right edge", "오른쪽 경계";
        "The byte after the block's last.", "블록 마지막 바이트의 다음 번호예요.";
    TcpTimestamps: "Timestamps", "타임스탬프";
        "Lets the sender measure how long a round trip takes.", "왕복 시간을 재는 데 쓰여요.";
    TcpTimestampValue: "Timestamp value", "타임스탬프 값";
        "The clock of the segment's sender.", "세그먼트를 보낸 쪽의 시계 값이에요.";
    TcpTimestampEcho: "Timestamp echo", "타임스탬프 에코";
        "The other side's clock, sent back.", "상대가 보낸 시계 값을 되돌려 보낸 거예요.";

    Payload: "Content", "내용";
        "What the program sent.", "프로그램이 보낸 내용이에요.";
    Malformed: "Unreadable", "읽을 수 없음";
        "Here the bytes end too soon or contradict themselves.", "여기서 바이트가 모자라거나 앞뒤가 맞지 않아요.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_explained_in_a_sentence_of_its_language() {
        for key in FieldKey::ALL {
            let (en, ko) = (meaning(Lang::En, *key), meaning(Lang::Ko, *key));
            assert!(en.ends_with('.') && en.is_ascii(), "{en}");
            assert!(ko.ends_with("요."), "{ko}");
            assert_ne!(name(Lang::En, *key), "", "{key:?}");
            assert_ne!(name(Lang::Ko, *key), "", "{key:?}");
        }
    }
}
