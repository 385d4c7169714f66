//! The words of the stack view: the four layers of the Internet's protocols.

use super::Lang;

texts! {
    /// The view's name.
    title: "Stack", "계층";
    /// What the view shows when no packet is selected.
    nothing: "Select a packet on the map or in the log to see how the four layers wrap it.", "지도나 기록에서 패킷을 고르면 네 계층이 데이터를 어떻게 감싸는지 볼 수 있어요.";
    /// The application layer.
    application: "Application", "응용 계층";
    /// The transport layer.
    transport: "Transport", "전송 계층";
    /// The internet layer.
    internet: "Internet", "인터넷 계층";
    /// The network interface layer.
    interface: "Network interface", "네트워크 인터페이스 계층";
    /// A column: the layer.
    layer: "Layer", "계층";
    /// A column: whom the layer at the sender names.
    from: "From", "보낸 쪽";
    /// A column: whom it is for.
    to: "To", "받는 쪽";
    /// A packet that has no header of a layer.
    no_header: "no header", "헤더 없음";
}

/// The heading of the table of addresses.
pub fn addresses(lang: Lang, packet: u64) -> String {
    match lang {
        Lang::En => format!("Packet #{packet}: each layer has its own addresses"),
        Lang::Ko => format!("패킷 #{packet}: 계층마다 주소가 따로 있어요"),
    }
}

/// A port.
pub fn port(lang: Lang, port: u16) -> String {
    match lang {
        Lang::En => format!("port {port}"),
        Lang::Ko => format!("{port}번 포트"),
    }
}
