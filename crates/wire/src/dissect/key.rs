//! The names of all fields.

macro_rules! field_keys {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What a field is: the key under which its meaning is explained.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FieldKey {
            $($(#[$doc])* $name,)*
        }

        impl FieldKey {
            /// Every key, in the order of the headers.
            pub const ALL: &'static [FieldKey] = &[$(FieldKey::$name),*];

            /// A stable name such as `ipv4.ttl`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(FieldKey::$name => $id,)*
                }
            }
        }
    };
}

field_keys! {
    /// The Ethernet header.
    Ethernet = "ethernet",
    /// The station the frame is for.
    EthernetDst = "ethernet.dst",
    /// The station that sent it.
    EthernetSrc = "ethernet.src",
    /// What the frame carries.
    EthernetType = "ethernet.type",
    /// Zeros that bring a short frame to the least length.
    EthernetPadding = "ethernet.padding",

    /// The IPv4 header.
    Ipv4 = "ipv4",
    /// The version, 4.
    Ipv4Version = "ipv4.version",
    /// Length of the header, in bytes (the field counts 32-bit words).
    Ipv4HeaderLen = "ipv4.header_len",
    /// Differentiated services code point.
    Ipv4Dscp = "ipv4.dscp",
    /// Explicit congestion notification.
    Ipv4Ecn = "ipv4.ecn",
    /// Length of header and payload in bytes.
    Ipv4TotalLen = "ipv4.total_len",
    /// Tells one packet's fragments from another's.
    Ipv4Identification = "ipv4.identification",
    /// The flag nobody may set.
    Ipv4ReservedFlag = "ipv4.flags.reserved",
    /// Routers must not split the packet.
    Ipv4DontFragment = "ipv4.flags.dont_fragment",
    /// More fragments follow this one.
    Ipv4MoreFragments = "ipv4.flags.more_fragments",
    /// Where the fragment belongs, in bytes (the field counts units of 8).
    Ipv4FragmentOffset = "ipv4.fragment_offset",
    /// How many more hops the packet may make.
    Ipv4Ttl = "ipv4.ttl",
    /// What the packet carries.
    Ipv4Protocol = "ipv4.protocol",
    /// Checksum of the header.
    Ipv4Checksum = "ipv4.checksum",
    /// The host that sent the packet.
    Ipv4Src = "ipv4.src",
    /// The host it is for.
    Ipv4Dst = "ipv4.dst",
    /// The header's options, not taken apart.
    Ipv4Options = "ipv4.options",

    /// The ICMP message.
    Icmp = "icmp",
    /// What kind of message it is.
    IcmpType = "icmp.type",
    /// Which case of that kind.
    IcmpCode = "icmp.code",
    /// Checksum of the message.
    IcmpChecksum = "icmp.checksum",
    /// Echo: tells one ping program from another.
    IcmpIdentifier = "icmp.identifier",
    /// Echo: counts one program's requests.
    IcmpSequence = "icmp.sequence",
    /// Bytes of an error message that mean nothing.
    IcmpUnused = "icmp.unused",
    /// The longest packet the next link takes.
    IcmpNextHopMtu = "icmp.next_hop_mtu",
    /// The second four bytes of a message of another kind.
    IcmpRest = "icmp.rest",
    /// What an echo carries, or the body of a message of another kind.
    IcmpData = "icmp.data",
    /// The beginning of the packet an error is about.
    IcmpQuoted = "icmp.quoted",
    /// The quote ends inside this header.
    QuoteRest = "icmp.quoted.rest",

    /// The UDP header.
    Udp = "udp",
    /// The port the datagram comes from.
    UdpSrcPort = "udp.src_port",
    /// The port it goes to.
    UdpDstPort = "udp.dst_port",
    /// Length of header and data in bytes.
    UdpLength = "udp.length",
    /// Checksum of pseudo-header, header and data.
    UdpChecksum = "udp.checksum",

    /// The TCP header.
    Tcp = "tcp",
    /// The port the segment comes from.
    TcpSrcPort = "tcp.src_port",
    /// The port it goes to.
    TcpDstPort = "tcp.dst_port",
    /// Sequence number of the first data byte.
    TcpSeq = "tcp.seq",
    /// The next sequence number the sender expects.
    TcpAck = "tcp.ack",
    /// Length of the header, in bytes (the field counts 32-bit words).
    TcpDataOffset = "tcp.data_offset",
    /// Bits kept for the future.
    TcpReserved = "tcp.reserved",
    /// The eight control bits.
    TcpFlags = "tcp.flags",
    /// The congestion window was reduced.
    TcpFlagCwr = "tcp.flags.cwr",
    /// Echo of a congestion mark.
    TcpFlagEce = "tcp.flags.ece",
    /// The urgent pointer counts.
    TcpFlagUrg = "tcp.flags.urg",
    /// The acknowledgment number counts.
    TcpFlagAck = "tcp.flags.ack",
    /// Hand the data on at once.
    TcpFlagPsh = "tcp.flags.psh",
    /// The connection is reset.
    TcpFlagRst = "tcp.flags.rst",
    /// The connection is opened.
    TcpFlagSyn = "tcp.flags.syn",
    /// The sender has no more data.
    TcpFlagFin = "tcp.flags.fin",
    /// How many bytes the sender takes, before scaling.
    TcpWindow = "tcp.window",
    /// Checksum of pseudo-header, header and data.
    TcpChecksum = "tcp.checksum",
    /// Where urgent data ends.
    TcpUrgent = "tcp.urgent",
    /// The option list.
    TcpOptions = "tcp.options",
    /// One byte of padding.
    TcpOptionNop = "tcp.options.nop",
    /// The end of the list, and the padding after it.
    TcpOptionEnd = "tcp.options.end",
    /// An option's kind byte.
    TcpOptionKind = "tcp.options.kind",
    /// An option's length byte.
    TcpOptionLength = "tcp.options.length",
    /// An option that is unknown, or of a length that is not its own.
    TcpOptionUnknown = "tcp.options.unknown",
    /// What such an option holds.
    TcpOptionBody = "tcp.options.body",
    /// A length that cannot be: the list cannot be read from here on.
    TcpOptionIllegal = "tcp.options.illegal",
    /// Maximum segment size.
    TcpMss = "tcp.options.mss",
    /// Its value in bytes.
    TcpMssValue = "tcp.options.mss.value",
    /// Window scale.
    TcpWindowScale = "tcp.options.window_scale",
    /// By how many bits windows are shifted.
    TcpWindowScaleShift = "tcp.options.window_scale.shift",
    /// Selective acknowledgments are understood.
    TcpSackPermitted = "tcp.options.sack_permitted",
    /// Selective acknowledgment.
    TcpSack = "tcp.options.sack",
    /// A stretch of bytes that arrived.
    TcpSackBlock = "tcp.options.sack.block",
    /// A first block that tells of bytes that arrived twice (D-SACK, RFC 2883).
    TcpSackDuplicate = "tcp.options.sack.dsack",
    /// The first sequence number of the block.
    TcpSackLeft = "tcp.options.sack.left",
    /// The sequence number after its last.
    TcpSackRight = "tcp.options.sack.right",
    /// Timestamps.
    TcpTimestamps = "tcp.options.timestamps",
    /// The sender's clock.
    TcpTimestampValue = "tcp.options.timestamps.value",
    /// The peer's clock, sent back.
    TcpTimestampEcho = "tcp.options.timestamps.echo",

    /// The DNS message.
    Dns = "dns",
    /// TCP only: length of the message that follows, in bytes.
    DnsTcpLength = "dns.tcp_length",
    /// Tells which question an answer is for.
    DnsId = "dns.id",
    /// Whether it is a response.
    DnsQr = "dns.flags.response",
    /// What is asked for: 0 is a standard query.
    DnsOpcode = "dns.flags.opcode",
    /// The answer comes from a server of the zone.
    DnsAa = "dns.flags.authoritative",
    /// The message did not fit and was cut.
    DnsTc = "dns.flags.truncated",
    /// The server shall ask on until it has the answer.
    DnsRd = "dns.flags.recursion_desired",
    /// The server would do so.
    DnsRa = "dns.flags.recursion_available",
    /// A bit kept for the future.
    DnsZ = "dns.flags.z",
    /// The server has verified the data (DNSSEC).
    DnsAd = "dns.flags.authentic",
    /// The client would verify the data itself (DNSSEC).
    DnsCd = "dns.flags.checking_disabled",
    /// How it went.
    DnsRcode = "dns.flags.rcode",
    /// Number of questions.
    DnsQuestions = "dns.questions",
    /// Number of records that answer.
    DnsAnswers = "dns.answers",
    /// Number of records that name servers.
    DnsAuthorities = "dns.authorities",
    /// Number of records that help.
    DnsAdditionals = "dns.additionals",
    /// What is asked.
    DnsQuestion = "dns.question",
    /// A record that answers.
    DnsAnswer = "dns.answer",
    /// A record of the authority section.
    DnsAuthority = "dns.authority",
    /// A record of the additional section.
    DnsAdditional = "dns.additional",
    /// The name that is asked about, or that a record belongs to.
    DnsName = "dns.name",
    /// The labels of a compressed name that stand here.
    DnsLabels = "dns.name.labels",
    /// Where in the message the name goes on.
    DnsPointer = "dns.name.pointer",
    /// The kind of record.
    DnsType = "dns.type",
    /// The kind of network: 1 is the Internet.
    DnsClass = "dns.class",
    /// How long the record may be kept, in seconds.
    DnsTtl = "dns.ttl",
    /// OPT: the longest datagram the sender takes, in bytes.
    DnsUdpSize = "dns.opt.udp_size",
    /// OPT: extended response code, version and flags.
    DnsExtended = "dns.opt.extended",
    /// Length of the record's data in bytes.
    DnsRdLength = "dns.rdlength",
    /// A: the address of the name.
    DnsA = "dns.a",
    /// NS: a server of the zone.
    DnsNs = "dns.ns",
    /// CNAME: what the name is really called.
    DnsCname = "dns.cname",
    /// SOA: the zone's first server.
    DnsSoaServer = "dns.soa.server",
    /// SOA: who looks after the zone.
    DnsSoaMailbox = "dns.soa.mailbox",
    /// SOA: counts the zone's versions.
    DnsSoaSerial = "dns.soa.serial",
    /// SOA: after how many seconds other servers look for a new version.
    DnsSoaRefresh = "dns.soa.refresh",
    /// SOA: after how many seconds they try again.
    DnsSoaRetry = "dns.soa.retry",
    /// SOA: after how many seconds they give the zone up.
    DnsSoaExpire = "dns.soa.expire",
    /// SOA: for how many seconds it may be remembered that a name does not exist.
    DnsSoaMinimum = "dns.soa.minimum",
    /// Data of a record that is not taken apart.
    DnsRdata = "dns.rdata",
    /// Bytes behind the message.
    DnsRest = "dns.rest",

    /// The HTTP message.
    Http = "http",
    /// The first line of a request.
    HttpRequestLine = "http.request_line",
    /// The first line of a response.
    HttpStatusLine = "http.status_line",
    /// What to do.
    HttpMethod = "http.method",
    /// To what.
    HttpTarget = "http.target",
    /// The version of HTTP.
    HttpVersion = "http.version",
    /// How it went, as a number.
    HttpStatus = "http.status",
    /// How it went, in words.
    HttpReason = "http.reason",
    /// A line of the head.
    HttpField = "http.field",
    /// Its name.
    HttpFieldName = "http.field.name",
    /// Its value.
    HttpFieldValue = "http.field.value",
    /// The empty line that ends the head.
    HttpBlank = "http.blank",
    /// What is carried, as much of it as is in this segment.
    HttpBody = "http.body",

    /// Lines of FTP's control connection.
    Ftp = "ftp",
    /// What the client wants.
    FtpCommand = "ftp.command",
    /// Of what.
    FtpArgument = "ftp.argument",
    /// How it went, as a number.
    FtpCode = "ftp.code",
    /// The same in words.
    FtpText = "ftp.text",

    /// The RTP packet.
    Rtp = "rtp",
    /// TCP only: length of the packet that follows, in bytes.
    RtpFrameLength = "rtp.frame_length",
    /// The version, 2.
    RtpVersion = "rtp.version",
    /// Whether padding follows the payload.
    RtpPadding = "rtp.padding",
    /// Whether the header is extended.
    RtpExtension = "rtp.extension",
    /// Number of contributing sources.
    RtpCsrcCount = "rtp.csrc_count",
    /// The last packet of a video frame.
    RtpMarker = "rtp.marker",
    /// What the payload is.
    RtpPayloadType = "rtp.payload_type",
    /// Counts packets.
    RtpSequence = "rtp.sequence",
    /// When the payload was made, on the media's clock.
    RtpTimestamp = "rtp.timestamp",
    /// The source of the stream.
    RtpSsrc = "rtp.ssrc",
    /// A source that contributed to it.
    RtpCsrc = "rtp.csrc",
    /// The header's extension.
    RtpExtensionHeader = "rtp.extension_header",
    /// Hoplab's video: the number of the frame.
    RtpVideoFrame = "rtp.video.frame",
    /// Hoplab's video: which part of the frame this is.
    RtpVideoPart = "rtp.video.part",
    /// Hoplab's video: how many parts the frame has.
    RtpVideoParts = "rtp.video.parts",
    /// The media itself.
    RtpPayload = "rtp.payload",
    /// Bytes that fill up the packet.
    RtpPaddingBytes = "rtp.padding_bytes",

    /// These bytes do not begin a message; the one they belong to may have begun in an earlier segment.
    StreamContinuation = "stream.continuation",
    /// The message goes on in a later segment.
    StreamUnfinished = "stream.unfinished",

    /// What the program sent, or what an unknown protocol carries.
    Payload = "payload",
    /// Here the bytes end too soon or contradict themselves.
    Malformed = "malformed",
}
