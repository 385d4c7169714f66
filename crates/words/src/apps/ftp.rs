//! What happens between FTP clients and servers, in words.

use hoplab_sim::apps::FtpEvent;

said! { apps::ftp =>
    /// What an FTP program did or learnt.
    sentence(subject: &str, event: &FtpEvent) -> String;
}
