//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use crate::ko::josa;
use hoplab_dns::Name;

texts! {
    root_zone: "루트";
    no_other_way: "다른 길이 없어요";
}

pub fn chain_returns(to: &str, chain: &str) -> String {
    format!("CNAME을 따라가면 {} 되돌아와요({chain})", josa::ro(to))
}

pub fn search_returns(to: &str, chain: &str) -> String {
    format!(
        "네임 서버의 주소를 찾는 길이 {} 되돌아와요({chain})",
        josa::ro(to)
    )
}

pub fn no_glue(zone: &Name, server: &Name) -> String {
    format!(
        "{server}의 주소는 그 서버만 알려 줄 수 있는데, {zone} 존의 위임에 글루가 딸려 오지 않았어요"
    )
}

pub fn refers_to_itself(zone: &Name) -> String {
    format!("{zone} 존의 네임 서버가 자기 존을 다시 가리켜요")
}

pub fn refers_back(zone: &Name, up: &str) -> String {
    format!("{zone} 존의 네임 서버가 위쪽의 {up} 존으로 되돌려 보내요")
}

pub fn asks_itself(server: &Name) -> String {
    format!("{server}의 주소가 자기 주소와 같아서 자기에게 물어야 해요")
}

pub fn only_way_back(to: &str) -> String {
    format!("{} 되돌아오는 길 말고는 길이 없어요", josa::ro(to))
}

pub fn synthesized(who: &str, name: &str, wildcard: &str) -> String {
    format!(
        "{who}에 {} 없어서 와일드카드 {wildcard}의 레코드로 답을 만들어요",
        josa::i(name)
    )
}

pub fn no_such_type(who: &str, name: &str, wildcard: &str) -> String {
    format!(
        "{who}에 {} 없고, 와일드카드 {wildcard}에도 그런 레코드가 없어요",
        josa::i(name)
    )
}

pub fn name_exists(_who: &str, name: &str, wildcard: &str) -> String {
    format!(
        "{} 실제로 있는 이름이라서 와일드카드 {} 쓰지 않아요",
        josa::i(name),
        josa::eul(wildcard)
    )
}

pub fn below_itself(_who: &str, name: &str, wildcard: &str) -> String {
    format!(
        "{} 와일드카드보다 아래에 있는 이름이라서 와일드카드 {} 쓰지 않아요",
        josa::eun(name),
        josa::eul(wildcard)
    )
}

pub fn blocked(_who: &str, name: &str, wildcard: &str, by: &str) -> String {
    format!(
        "{} 있어서, 그 아래의 {name}에는 와일드카드 {} 쓰지 않아요",
        josa::i(by),
        josa::eul(wildcard)
    )
}

pub fn delegated(_who: &str, name: &str, wildcard: &str, cut: &str) -> String {
    format!(
        "{cut}부터는 다른 존이라서 {name}에는 와일드카드 {} 쓰지 않아요",
        josa::eul(wildcard)
    )
}
