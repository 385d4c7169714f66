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
        "Zeros that bring a short frame to Ethernet's least length: 60 bytes (64 with the frame check sequence, which is not shown).", "짧은 프레임을 이더넷 최소 길이인 60바이트(화면에 없는 FCS까지 64바이트)로 맞추려고 채운 0이에요.";

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
        "Tells which fragments belong to the same packet. With DF set it has no use (RFC 6864); here it just counts.", "어떤 단편들이 같은 패킷에서 나왔는지 구별해요. DF가 켜져 있으면 쓰이지 않고(RFC 6864), 여기서는 1씩 커지기만 해요.";
    Ipv4ReservedFlag: "Reserved flag", "예약 플래그";
        "A bit without a use: it must be 0.", "쓰임이 없는 비트예요. 항상 0이어야 해요.";
    Ipv4DontFragment: "Don't fragment (DF)", "단편화 금지(DF)";
        "Routers must not split the packet: if it is too long for a link, they drop it and report it by ICMP with the MTU that would fit.", "라우터가 패킷을 쪼개면 안 돼요. 다음 링크에 비해 너무 길면 버리고, 맞는 MTU를 ICMP로 알려요.";
    Ipv4MoreFragments: "More fragments (MF)", "단편 더 있음(MF)";
        "Further fragments of the same packet follow.", "같은 패킷의 단편이 뒤에 더 있어요.";
    Ipv4FragmentOffset: "Fragment offset", "단편 오프셋";
        "Where this fragment belongs in the packet, in bytes; the field counts units of 8.", "이 단편이 원래 패킷의 어느 위치(바이트 오프셋)에서 시작하는지 나타내요. 필드에는 8바이트 단위로 적혀 있어요.";
    Ipv4Ttl: "Time to live (TTL)", "TTL";
        "How many more hops the packet may make: every router takes one off and drops it at 0. It counts hops, not seconds as the TTL of a DNS record does.", "앞으로 거칠 수 있는 홉 수예요. 라우터마다 1씩 줄이고, 0이 되면 버려요. DNS 레코드의 TTL과 달리 초가 아니라 홉을 세요.";
    Ipv4Protocol: "Protocol", "프로토콜";
        "What the packet carries: 1 ICMP, 6 TCP, 17 UDP, 253 an experiment (raw IP here).", "패킷에 무엇이 들어 있는지 나타내요. 1은 ICMP, 6은 TCP, 17은 UDP, 253은 실험용(여기서는 IP만 쓸 때)이에요.";
    Ipv4Checksum: "Header checksum", "헤더 체크섬";
        "Protects this header only, not the content; every router computes it anew because TTL changes.", "내용이 아니라 이 헤더만 보호해요. TTL이 바뀌므로 라우터마다 다시 계산해요.";
    Ipv4Src: "Source address", "출발지 주소";
        "The host that sent the packet; it stays the same all the way (unless a router does NAT, as at home; none does here).", "패킷을 보낸 호스트예요. 도착할 때까지 바뀌지 않아요. 집 공유기처럼 NAT를 하는 라우터는 바꾸지만 여기에는 없어요.";
    Ipv4Dst: "Destination address", "목적지 주소";
        "The host the packet is for; routers choose the next hop by it.", "패킷을 받을 호스트예요. 라우터는 이 주소를 보고 다음 홉을 골라요.";
    Ipv4Options: "Options", "옵션";
        "Rarely used additions to the header.", "헤더에 덧붙이는 항목으로, 거의 쓰지 않아요.";

    Icmp: "ICMP", "ICMP";
        "A message about IP itself: an error report, or an echo (ping).", "IP 자체에 대한 메시지예요. 오류를 알리거나 에코(핑)에 쓰여요.";
    IcmpType: "Type", "타입";
        "What kind of message it is: 3 unreachable, 11 time exceeded, 8 echo, 0 its reply.", "메시지의 종류예요. 3은 목적지 도달 불가, 11은 시간 초과, 8은 에코 요청, 0은 에코 응답이에요.";
    IcmpCode: "Code", "코드";
        "Which case of that kind it is.", "그 종류 안에서 어떤 경우인지 나타내요.";
    IcmpChecksum: "Checksum", "체크섬";
        "Protects the whole ICMP message.", "ICMP 메시지 전체를 보호해요.";
    IcmpIdentifier: "Identifier", "식별자";
        "Tells one ping program from another. It is no port.", "어느 핑 프로그램의 것인지 구별해요. 포트가 아니에요.";
    IcmpSequence: "Sequence number", "순서 번호";
        "Counts the requests of one ping program.", "한 핑 프로그램이 보낸 요청의 순번이에요.";
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
    TcpSeq: "Sequence number", "순서 번호";
        "The number of this segment's first byte in the stream, so that the receiver can put it in its place.", "이 세그먼트의 첫 바이트가 스트림에서 갖는 번호예요. 받는 쪽은 이것으로 제자리를 찾아요.";
    TcpAck: "Acknowledgment number", "확인 응답 번호";
        "With the ACK flag: the number of the next byte the sender of this segment expects; everything before it has come. Without the flag the field has no meaning.", "ACK 플래그가 켜져 있으면 다음에 받아야 할 바이트의 번호예요. 그 앞까지는 모두 받았다는 뜻이에요. 플래그가 꺼져 있으면 의미가 없어요.";
    TcpDataOffset: "Header length", "헤더 길이";
        "Where the data begins, in bytes; the field itself counts words of 4 bytes (data offset).", "데이터가 시작되는 위치(바이트)예요. 필드(데이터 오프셋)에는 4바이트 단위로 적혀 있어요.";
    TcpReserved: "Reserved", "예약";
        "Bits kept for the future: they are 0.", "나중을 위해 남겨 둔 비트로, 0이에요.";
    TcpFlags: "Flags", "플래그";
        "What the segment is for: open, acknowledge, end the stream, reset.", "연결 요청, 확인 응답, 송신 종료, 재설정 등 세그먼트의 용도를 나타내요.";
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
        "The connection is reset: it ends at once.", "연결을 재설정해요. 연결이 바로 끝나요.";
    TcpFlagSyn: "SYN", "SYN";
        "Opens a connection: the sequence number is where counting begins.", "연결을 시작해요. 순서 번호를 여기서부터 세기 시작해요.";
    TcpFlagFin: "FIN", "FIN";
        "The sender has no more data: its direction of the stream ends.", "보낸 쪽이 더 보낼 데이터가 없어요. 이 방향의 스트림이 끝나요.";
    TcpWindow: "Window", "윈도우 크기";
        "How many more bytes the sender of this segment has room for: in a SYN the number itself, later to be shifted by the window scale if both SYNs had that option.", "이 세그먼트를 보낸 쪽이 더 받을 수 있는 바이트 수예요. SYN에서는 적힌 값 그대로이고, 그 뒤에는 양쪽 SYN에 윈도우 스케일 옵션이 있었으면 그만큼 시프트해요.";
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
        "The longest piece of data the sender takes in one segment, TCP options such as timestamps (12 bytes) included.", "한 세그먼트에 담아 받을 수 있는 최대 크기예요. 타임스탬프(12바이트) 같은 TCP 옵션도 여기에 들어가요.";
    TcpMssValue: "MSS in bytes", "MSS 값";
        "The size in bytes.", "바이트 단위의 크기예요.";
    TcpWindowScale: "Window scale", "윈도우 스케일";
        "By how much the windows this side tells from now on are to be multiplied; those in SYNs are not.", "이쪽이 앞으로 알리는 윈도우 크기에 얼마를 곱해야 하는지 나타내요. SYN의 윈도우에는 곱하지 않아요.";
    TcpWindowScaleShift: "Shift", "시프트 수";
        "The multiplier as a power of two.", "곱할 값을 2의 거듭제곱 지수로 나타내요.";
    TcpSackPermitted: "SACK permitted", "SACK 허용";
        "This side understands selective acknowledgments.", "선택적 확인 응답(SACK)을 이해한다는 뜻이에요.";
    TcpSack: "Selective acknowledgment (SACK)", "선택적 확인 응답(SACK)";
        "Which later bytes have come although some before them are missing.", "앞쪽이 비어 있지만 이미 받아 둔 뒤쪽 바이트의 범위예요.";
    TcpSackBlock: "Block", "블록";
        "One stretch of bytes that has come.", "이미 받은 연속된 바이트 구간 하나예요.";
    TcpSackDuplicate: "Came twice (D-SACK)", "중복 수신(D-SACK)";
        "A first block below the acknowledgment number or inside the second block: bytes that came twice. A retransmission was not needed, or the network made a copy.", "확인 응답 번호보다 앞이거나 두 번째 블록 안에 드는 첫 블록은 두 번 도착한 바이트를 알려요. 재전송이 필요 없었거나 네트워크가 복제한 거예요.";
    TcpSackLeft: "Left edge", "왼쪽 경계";
        "The first byte of the block.", "블록의 첫 바이트 번호예요.";
    TcpSackRight: "Right edge", "오른쪽 경계";
        "The byte after the block's last.", "블록 마지막 바이트의 다음 번호예요.";
    TcpTimestamps: "Timestamps", "타임스탬프";
        "Each segment carries its sender's clock: so the round trip even of a retransmitted segment can be measured, and old duplicates recognised.", "세그먼트마다 보낸 쪽의 시각을 담아, 재전송한 세그먼트의 왕복 시간도 재고 오래된 중복도 가려내요.";
    TcpTimestampValue: "Timestamp value", "타임스탬프 값";
        "The clock of the segment's sender.", "세그먼트를 보낸 쪽의 시계 값이에요.";
    TcpTimestampEcho: "Timestamp echo", "타임스탬프 에코";
        "The other side's clock, sent back.", "상대가 보낸 시계 값을 되돌려 보낸 거예요.";

    Dns: "DNS", "DNS";
        "A message of the name system: it asks for what belongs to a name, or answers.", "이름 시스템의 메시지예요. 어떤 이름에 대해 묻거나 대답해요.";
    DnsTcpLength: "Length", "길이";
        "How long the message that follows is, in bytes; only over TCP, where messages have no bounds of their own.", "뒤따르는 메시지의 길이(바이트)예요. 메시지의 경계가 없는 TCP에서만 붙어요.";
    DnsId: "Transaction ID", "트랜잭션 ID";
        "Tells which query an answer is for: the server sends it back unchanged.", "어느 질의에 대한 응답인지 구별해요. 서버가 그대로 돌려보내요.";
    DnsQr: "Response (QR)", "응답(QR)";
        "0: a query; 1: a response.", "0이면 질의, 1이면 응답이에요.";
    DnsOpcode: "Opcode", "연산 코드(Opcode)";
        "What is asked of the server: 0 is an ordinary query.", "서버에 무엇을 요청하는지 나타내요. 0이면 일반 질의예요.";
    DnsAa: "Authoritative answer (AA)", "권한 있는 응답(AA)";
        "The answer comes from a server that holds the zone itself, not from a cache.", "캐시가 아니라 그 존을 직접 관리하는 권한 서버의 응답이라는 뜻이에요.";
    DnsTc: "Truncated (TC)", "잘림(TC)";
        "The answer did not fit in a datagram: ask the same again over TCP.", "응답이 데이터그램 하나에 다 들어가지 않았어요. 같은 질문을 TCP로 다시 물어야 해요.";
    DnsRd: "Recursion desired (RD)", "재귀 요청(RD)";
        "The asker wants the server to go on asking others until it has the answer.", "답을 얻을 때까지 서버가 다른 서버에 대신 물어봐 달라는 뜻이에요.";
    DnsRa: "Recursion available (RA)", "재귀 가능(RA)";
        "The server is willing to ask others for its clients.", "이 서버는 클라이언트를 대신해 다른 서버에 물어봐 줄 수 있어요.";
    DnsZ: "Reserved (Z)", "예약(Z)";
        "A bit kept for the future: it is 0.", "나중을 위해 남겨 둔 비트로, 0이에요.";
    DnsAd: "Authentic data (AD)", "인증된 데이터(AD)";
        "The server has verified the data's signatures (DNSSEC).", "DNSSEC으로 서버가 데이터의 서명을 확인했어요.";
    DnsCd: "Checking disabled (CD)", "검사 안 함(CD)";
        "The asker would verify signatures itself (DNSSEC).", "DNSSEC 서명을 묻는 쪽이 직접 확인하겠다는 뜻이에요.";
    DnsRcode: "Response code", "응답 코드";
        "How it went: 0 no error, 2 server failure, 3 no such name.", "결과를 나타내요. 0은 오류 없음, 2는 서버 오류, 3은 없는 이름이에요.";
    DnsQuestions: "Questions", "질문 수";
        "How many questions the message holds; in practice one.", "메시지에 든 질문의 수예요. 실제로는 1개예요.";
    DnsAnswers: "Answer records", "답변 레코드 수";
        "How many records answer the question.", "질문에 답하는 레코드의 수예요.";
    DnsAuthorities: "Authority records", "권한 레코드 수";
        "How many records name the servers in charge, or the zone that has no answer.", "권한 서버를 알려 주거나, 답이 없는 존을 나타내는 레코드의 수예요.";
    DnsAdditionals: "Additional records", "추가 레코드 수";
        "How many records come along because they will be needed, such as the servers' addresses.", "서버의 주소처럼 곧 필요할 것이라서 함께 보낸 레코드의 수예요.";
    DnsQuestion: "Question", "질문";
        "Which kind of record of which name is wanted.", "어떤 이름의 어떤 레코드를 찾는지 나타내요.";
    DnsAnswer: "Answer", "답변";
        "A record that answers the question.", "질문에 답하는 레코드예요.";
    DnsAuthority: "Authority", "권한";
        "A record that names a server in charge, or the zone's own data when there is no answer.", "권한 서버를 알려 주는 레코드예요. 답이 없을 때는 존 자신의 정보예요.";
    DnsAdditional: "Additional", "추가";
        "A record nobody asked for that helps to go on, such as the address of a named server.", "묻지 않았지만 다음 단계에 필요한 레코드예요. 예를 들면 알려 준 서버의 주소예요.";
    DnsName: "Name", "이름";
        "The name in question; its labels lie in the message one by one, each behind its length.", "찾는 이름이에요. 점으로 나뉜 부분(레이블)마다 앞에 길이가 붙어 있어요.";
    DnsLabels: "Own labels", "직접 적은 레이블";
        "The part of the name that stands here in full.", "이름 가운데 여기에 그대로 적힌 부분이에요.";
    DnsPointer: "Compression pointer", "압축 포인터";
        "The rest of the name stands earlier in the message, at this byte of it, and need not be written again.", "이름의 나머지는 메시지 앞부분의 이 위치에 이미 있어서 다시 적지 않아요.";
    DnsType: "Type", "타입";
        "The kind of record: 1 A (an address), 2 NS (a name server), 5 CNAME (the real name), 6 SOA.", "레코드의 종류예요. 1은 A(주소), 2는 NS(네임 서버), 5는 CNAME(실제 이름), 6은 SOA예요.";
    DnsClass: "Class", "클래스";
        "The kind of network: 1 is the Internet.", "네트워크의 종류예요. 1은 인터넷이에요.";
    DnsTtl: "Time to live (TTL)", "TTL";
        "For how many seconds a cache may keep the record and answer from it. It counts seconds, not hops as the TTL of an IP packet does.", "캐시가 이 레코드를 보관하고 쓸 수 있는 시간(초)이에요. IP 패킷의 TTL과 달리 홉이 아니라 초를 세요.";
    DnsUdpSize: "UDP payload size", "UDP 최대 크기";
        "The longest datagram the sender of this message takes (EDNS).", "EDNS 항목으로, 이 메시지를 보낸 쪽이 받을 수 있는 가장 긴 데이터그램의 크기예요.";
    DnsExtended: "Extended flags", "확장 플래그";
        "Further bits of the response code, the version and flags of EDNS.", "응답 코드의 추가 비트와 EDNS의 버전, 플래그예요.";
    DnsRdLength: "Data length", "데이터 길이";
        "How long the record's data is, in bytes.", "레코드에 담긴 데이터의 길이(바이트)예요.";
    DnsA: "Address", "주소";
        "The IPv4 address of the name.", "이 이름의 IPv4 주소예요.";
    DnsNs: "Name server", "네임 서버";
        "A server that is in charge of the zone.", "이 존의 권한 서버예요.";
    DnsCname: "Canonical name", "정식 이름";
        "What the name is an alias of: the search goes on with this one.", "별칭이 가리키는 실제 이름이에요. 이 이름으로 계속 찾아야 해요.";
    DnsSoaServer: "Primary server", "주 서버";
        "The server the zone's data comes from.", "존 데이터의 원본이 있는 서버예요.";
    DnsSoaMailbox: "Mailbox", "담당자 메일";
        "Who looks after the zone, as a mail address whose @ is written as a dot.", "존 관리자의 메일 주소예요. @ 대신 점을 써요.";
    DnsSoaSerial: "Serial number", "일련번호";
        "The version of the zone: it grows with every change.", "존의 버전이에요. 바뀔 때마다 커져요.";
    DnsSoaRefresh: "Refresh", "새로 고침";
        "After how many seconds the zone's other servers look for a new version.", "보조 서버가 새 버전이 있는지 확인하는 주기(초)예요.";
    DnsSoaRetry: "Retry", "재시도";
        "After how many seconds they try again if that failed.", "확인에 실패했을 때 다시 시도하기까지의 시간(초)이에요.";
    DnsSoaExpire: "Expire", "만료";
        "After how many seconds without success they stop answering for the zone.", "계속 실패하면 이 시간(초) 뒤에는 존에 대해 대답하지 않아요.";
    DnsSoaMinimum: "Negative TTL", "부정 캐시 TTL";
        "For how many seconds caches may remember that a name does not exist (RFC 2308).", "이름이 없다는 사실을 캐시가 기억해도 되는 시간(초)으로, RFC 2308에 정해져 있어요.";
    DnsRdata: "Data", "데이터";
        "What the record says.", "레코드에 담긴 내용이에요.";
    DnsRest: "Rest", "나머지";
        "Bytes behind the end of the message.", "메시지가 끝난 뒤에 남은 바이트예요.";

    Http: "HTTP", "HTTP";
        "A message of the web: a start line, header fields, an empty line, and perhaps a body.", "웹의 메시지예요. 시작줄, 헤더 필드들, 빈 줄이 차례로 오고 본문이 있을 수 있어요.";
    HttpRequestLine: "Request line", "요청줄";
        "What the client wants: a method, a target and the version.", "클라이언트가 원하는 것이에요. 메서드와 대상, 버전으로 이루어져요.";
    HttpStatusLine: "Status line", "상태줄";
        "How the request went: the version, a code and the code in words.", "요청의 결과예요. 버전과 상태 코드, 그 코드를 풀어 쓴 말로 이루어져요.";
    HttpMethod: "Method", "메서드";
        "What to do with the target: GET asks for it.", "대상에 무엇을 할지 나타내요. GET은 보내 달라는 요청이에요.";
    HttpTarget: "Target", "요청 대상";
        "Which resource of the host is meant: the part of the URL behind the host name.", "호스트의 어떤 자원인지 나타내요. URL에서 호스트 이름 뒤에 오는 부분이에요.";
    HttpVersion: "Version", "버전";
        "The version of HTTP the sender speaks.", "보낸 쪽이 쓰는 HTTP 버전이에요.";
    HttpStatus: "Status code", "상태 코드";
        "How it went: 2xx well, 3xx look elsewhere, 4xx the client's mistake, 5xx the server's.", "결과를 나타내요. 2xx는 성공, 3xx는 다른 곳을 보라는 뜻, 4xx는 클라이언트 오류, 5xx는 서버 오류예요.";
    HttpReason: "Reason phrase", "사유 문구";
        "The status code in words, for people only.", "상태 코드를 사람이 읽도록 풀어 쓴 말이에요.";
    HttpField: "Header field", "헤더 필드";
        "One fact about the message, as a name and a value.", "메시지에 대한 정보 하나를 이름과 값으로 적은 줄이에요.";
    HttpFieldName: "Field name", "필드 이름";
        "Which fact it is; small and capital letters are alike.", "어떤 정보인지 나타내요. 대문자와 소문자를 구별하지 않아요.";
    HttpFieldValue: "Field value", "필드 값";
        "What the field says.", "필드에 적힌 값이에요.";
    HttpBlank: "Empty line", "빈 줄";
        "The head ends here; what follows is the body.", "헤더가 여기서 끝나고, 뒤에는 본문이 와요.";
    HttpBody: "Body", "본문";
        "What the message carries, as much of it as is in this segment; it may go on in the next.", "메시지가 나르는 내용 중 이 세그먼트에 담긴 만큼이에요. 다음 세그먼트로 이어질 수 있어요.";

    Ftp: "FTP", "FTP";
        "Lines of FTP's control connection: commands to the server, or its replies; files travel on another connection.", "FTP 제어 연결의 줄들이에요. 서버로 가는 명령이나 서버의 응답이고, 파일은 다른 연결로 오가요.";
    FtpCommand: "Command", "명령";
        "What the client wants the server to do.", "클라이언트가 서버에 요청하는 일이에요.";
    FtpArgument: "Argument", "인수";
        "What the command is about, such as a file's name.", "파일 이름처럼 명령의 대상이에요.";
    FtpCode: "Reply code", "응답 코드";
        "How it went: 1xx begun, 2xx done, 3xx more is needed, 4xx not now, 5xx not at all.", "결과를 나타내요. 1xx는 시작함, 2xx는 완료, 3xx는 더 필요함, 4xx는 지금은 안 됨, 5xx는 안 됨이에요.";
    FtpText: "Text", "설명";
        "The reply in words, for people; only in reply to PASV programs read it too.", "사람이 읽는 설명이에요. PASV에 대한 응답에서는 프로그램도 이것을 읽어요.";

    Rtp: "RTP", "RTP";
        "A packet of sound or video: it says in which order and at what moment to play it.", "소리나 영상을 담은 패킷이에요. 어떤 순서로, 언제 재생할지 알려 줘요.";
    RtpFrameLength: "Length", "길이";
        "How long the packet that follows is, in bytes; only over TCP, where packets have no bounds of their own.", "뒤따르는 패킷의 길이(바이트)예요. 패킷의 경계가 없는 TCP에서만 붙어요.";
    RtpVersion: "Version", "버전";
        "The version of RTP: 2.", "RTP의 버전이에요. 항상 2예요.";
    RtpPadding: "Padding (P)", "패딩(P)";
        "Bytes that only fill up follow the content.", "내용 뒤에 길이를 맞추는 바이트가 있어요.";
    RtpExtension: "Extension (X)", "확장(X)";
        "The header is followed by another one.", "헤더 뒤에 확장 헤더가 더 있어요.";
    RtpCsrcCount: "CSRC count (CC)", "CSRC 수(CC)";
        "How many sources a mixer put together; none here.", "믹서가 합친 원본 스트림의 수예요. 섞지 않았으면 0이에요.";
    RtpMarker: "Marker (M)", "마커(M)";
        "In video: the last packet of a frame, which can be shown now.", "영상에서는 한 프레임의 마지막 패킷이라는 표시예요.";
    RtpPayloadType: "Payload type (PT)", "페이로드 타입(PT)";
        "What the content is; from 96 on the two ends agree upon it.", "내용이 어떤 형식인지 나타내요. 96부터는 양쪽이 정해서 써요.";
    RtpSequence: "Sequence number", "순서 번호";
        "Counts packets, so that the player sees which one is missing or came late.", "패킷의 순번이에요. 재생하는 쪽은 이것으로 빠지거나 늦은 패킷을 알아내요.";
    RtpTimestamp: "Timestamp", "타임스탬프";
        "When the content was taken, on a clock of 90,000 ticks a second; all packets of a frame have the same.", "내용이 만들어진 시각이에요. 1초에 90,000번 세는 시계로, 한 프레임의 패킷은 모두 값이 같아요.";
    RtpSsrc: "Source (SSRC)", "동기화 소스(SSRC)";
        "A random number that names the stream.", "스트림을 구별하는 임의의 번호예요.";
    RtpCsrc: "Contributing source (CSRC)", "기여 소스(CSRC)";
        "A stream that a mixer put into this one.", "믹서가 이 스트림에 합친 원본 스트림이에요.";
    RtpExtensionHeader: "Extension header", "확장 헤더";
        "An addition to the header, as some programs use it.", "일부 프로그램이 쓰는 추가 헤더예요.";
    RtpVideoFrame: "Frame number", "프레임 번호";
        "Which frame of the video this belongs to.", "영상의 몇 번 프레임인지 나타내요.";
    RtpVideoPart: "Part", "조각 번호";
        "Which part of the frame this is, counted from 0.", "프레임의 몇 번 조각인지 0부터 세어 나타내요.";
    RtpVideoParts: "Parts", "조각 수";
        "Into how many packets the frame was cut; it can be shown once all have come.", "프레임을 나눈 패킷의 수예요. 모두 받아야 프레임을 보여 줄 수 있어요.";
    RtpPayload: "Media", "미디어";
        "Sound or video itself.", "소리나 영상 자체예요.";
    RtpPaddingBytes: "Padding", "패딩";
        "Bytes without a meaning; the last one says how many there are.", "의미가 없는 바이트예요. 마지막 바이트가 그 수를 나타내요.";

    StreamContinuation: "Continuation", "이어지는 부분";
        "No message begins here: TCP cuts where it likes, and these bytes may belong to one that began in an earlier segment.", "여기서 시작하는 메시지가 없어요. TCP는 메시지와 상관없이 바이트를 나누므로, 앞선 세그먼트에서 시작한 메시지의 일부일 수 있어요.";
    StreamUnfinished: "Unfinished", "끝나지 않은 부분";
        "The message goes on in a later segment.", "이 메시지는 뒤의 세그먼트로 이어져요.";

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
