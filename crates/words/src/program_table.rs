//! The table of programs. What has to name every program is made of it: which files there are, here and in each language's
//! folder, and which of them says what.

/// Gives all rows to the macro that is named.
///
/// A row is a protocol: its file; its events, each with what tells of it; its programs, each with its name; those that a
/// button starts to turn to somebody, each with what that button says; the word that the engine puts before the name
/// of one, with what is said for both; and its well-known ports, each with what is called so.
macro_rules! program_table {
    ($use:ident) => {
        $use! {
            client { Lookup => lookup } {} {} {} {}
            echo { Echo => sentence }
                { Echo => echo_server, EchoClient => echo_client }
                { EchoClient => start }
                { "echo" => named }
                { 7 => service }
            quote { Quote => sentence }
                { QuoteServer => quote_server, QuoteClient => quote_client }
                { QuoteClient => start }
                { "quote" => named }
                { 17 => service }
            dns { Dns => resolver, DnsServer => server }
                { DnsServer => name_server, Resolver => recursive_resolver, Stub => stub_resolver }
                {} {}
                { 53 => service }
            web { Web => sentence }
                { WebServer => web_server, Browser => browser }
                { Browser => visit }
                {}
                { 80 => service }
            ftp { Ftp => sentence }
                { FtpServer => ftp_server, FtpClient => ftp_client }
                { FtpClient => start }
                {}
                { 20 => data_service, 21 => control_service }
            chat { Chat => sentence }
                { ChatServer => chat_server, ChatClient => chat_client }
                { ChatClient => start }
                {} {}
            game { Game => sentence }
                { GameServer => game_server, GameClient => game_client }
                { GameClient => start }
                {} {}
            ping { Ping => sentence } { Ping => program } { Ping => start } {} {}
            traceroute { Traceroute => sentence }
                { Traceroute => program }
                { Traceroute => start }
                {} {}
            video { Video => sentence }
                { Streamer => streamer, Player => player, VideoCall => video_call }
                { Streamer => start, VideoCall => start_call }
                {} {}
        }
    };
}

/// In a language's folder: the files of all programs.
macro_rules! files {
    ($(
        $file:ident { $($_event:tt)* } { $($_name:tt)* } { $($_button:tt)* } { $($_word:tt)* } { $($_port:tt)* }
    )*) => {
        $(pub mod $file;)*
    };
}
