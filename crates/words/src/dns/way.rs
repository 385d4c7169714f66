//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use hoplab_dns::{FailWhy, Name, Wildcard, WildcardEffect};

use crate::{Lang, josa};

/// Why a lookup failed, if its way led back to where it was.
pub fn back(lang: Lang, why: &FailWhy) -> Option<String> {
    let (en, ko) = match why {
        FailWhy::CnameCircle { names } => {
            let (to, chain) = circle(names);
            (
                format!("the chain of CNAMEs returns to {to} ({chain})"),
                format!("CNAME을 따라가면 {} 되돌아와요({chain})", josa::ro(&to)),
            )
        }
        FailWhy::ServerCircle { names } => {
            let (to, chain) = circle(names);
            (
                format!("the search for a name server's address returns to {to} ({chain})"),
                format!(
                    "네임 서버의 주소를 찾는 길이 {} 되돌아와요({chain})",
                    josa::ro(&to)
                ),
            )
        }
        FailWhy::NoGlue { zone, server } => (
            format!(
                "only {server} itself could tell its address: the referral to {zone} came without glue"
            ),
            format!(
                "{server}의 주소는 그 서버만 알려 줄 수 있는데, {zone} 존의 위임에 글루가 딸려 오지 않았어요"
            ),
        ),
        FailWhy::RefersBack { zone, to } if zone == to => (
            format!("the servers of {zone} refer to themselves"),
            format!("{zone} 존의 네임 서버가 자기 존을 다시 가리켜요"),
        ),
        FailWhy::RefersBack { zone, to } => {
            let (en, ko) = zone_name(to);
            (
                format!("the servers of {zone} refer back up to those of {en}"),
                format!("{zone} 존의 네임 서버가 위쪽의 {ko} 존으로 되돌려 보내요"),
            )
        }
        FailWhy::AsksItself { server } => (
            format!("it would have to ask itself: {server} has its own address"),
            format!("{server}의 주소가 자기 주소와 같아서 자기에게 물어야 해요"),
        ),
        _ => return None,
    };
    Some(match lang {
        Lang::En => en,
        Lang::Ko => ko,
    })
}

/// Why a lookup failed, where what its way led to was told already.
pub fn only_way(lang: Lang, why: &FailWhy) -> String {
    match (why, lang) {
        (FailWhy::CnameCircle { names } | FailWhy::ServerCircle { names }, lang) => {
            let (to, _) = circle(names);
            match lang {
                Lang::En => format!("there is no other way than the one back to {to}"),
                Lang::Ko => format!("{} 되돌아오는 길 말고는 길이 없어요", josa::ro(&to)),
            }
        }
        (_, lang) => lang
            .pick("there is no other way", "다른 길이 없어요")
            .to_owned(),
    }
}

/// A zone's name in a sentence, in either language.
pub fn zone_name(zone: &Name) -> (String, String) {
    match zone.is_root() {
        true => ("the root zone".to_owned(), "루트".to_owned()),
        false => (zone.to_string(), zone.to_string()),
    }
}

/// Where a chain returns to, and all of it.
fn circle(names: &[Name]) -> (String, String) {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    (names.last().cloned().unwrap_or_default(), names.join(" → "))
}

/// What a wildcard had to do with an answer of `who`.
pub fn wildcard(lang: Lang, who: &str, of: &Wildcard) -> String {
    let (name, wildcard) = (of.name.to_string(), of.wildcard.to_string());
    let unused_en = format!("{who} does not use the wildcard {wildcard}");
    let unused_ko = format!("와일드카드 {} 쓰지 않아요", josa::eul(&wildcard));
    let (en, ko) = match &of.effect {
        WildcardEffect::Synthesized => (
            format!("{who} has no {name}, so it makes the records from the wildcard {wildcard}"),
            format!(
                "{who}에 {} 없어서 와일드카드 {wildcard}의 레코드로 답을 만들어요",
                josa::i(&name)
            ),
        ),
        WildcardEffect::NoSuchType => (
            format!("{who} has no {name}, and the wildcard {wildcard} has no such record"),
            format!(
                "{who}에 {} 없고, 와일드카드 {wildcard}에도 그런 레코드가 없어요",
                josa::i(&name)
            ),
        ),
        WildcardEffect::NameExists => (
            format!("{unused_en}: {name} itself exists"),
            format!("{} 실제로 있는 이름이라서 {unused_ko}", josa::i(&name)),
        ),
        WildcardEffect::Blocked(by) if *by == of.wildcard => (
            format!("{unused_en} for {name}: it does not cover names below itself"),
            format!(
                "{} 와일드카드보다 아래에 있는 이름이라서 {unused_ko}",
                josa::eun(&name)
            ),
        ),
        WildcardEffect::Blocked(by) => (
            format!("{unused_en} for {name}: {by} exists between them"),
            format!(
                "{} 있어서, 그 아래의 {name}에는 {unused_ko}",
                josa::i(&by.to_string())
            ),
        ),
        WildcardEffect::Delegated(cut) => (
            format!("{unused_en} for {name}: from {cut} on it is another zone"),
            format!("{cut}부터는 다른 존이라서 {name}에는 {unused_ko}"),
        ),
    };
    match lang {
        Lang::En => en,
        Lang::Ko => ko,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<Name> {
        list.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn a_circle_is_said_with_the_name_it_returns_to_and_all_that_lie_on_it() {
        let why = FailWhy::CnameCircle {
            names: names(&["a.example", "b.example", "a.example"]),
        };
        let chain = "a.example → b.example → a.example";
        let en = format!("the chain of CNAMEs returns to a.example ({chain})");
        let ko = format!("CNAME을 따라가면 a.example로 되돌아와요({chain})");
        assert_eq!(back(Lang::En, &why), Some(en));
        assert_eq!(back(Lang::Ko, &why), Some(ko));
        let [zone, to] = ["example", "."].map(|name| name.parse().unwrap());
        let up = FailWhy::RefersBack { zone, to };
        let en = "the servers of example refer back up to those of the root zone";
        assert_eq!(back(Lang::En, &up).as_deref(), Some(en));
        let ko = "example 존의 네임 서버가 위쪽의 루트 존으로 되돌려 보내요";
        assert_eq!(back(Lang::Ko, &up).as_deref(), Some(ko));
        assert_eq!(back(Lang::En, &FailWhy::TooManyCnames), None, "only long");
    }

    #[test]
    fn a_circle_that_was_told_is_told_by_its_name_alone() {
        let why = FailWhy::ServerCircle {
            names: names(&["ns.z1", "ns.z2", "ns.z1"]),
        };
        let en = "there is no other way than the one back to ns.z1";
        assert_eq!(only_way(Lang::En, &why), en);
        let ko = "ns.z1로 되돌아오는 길 말고는 길이 없어요";
        assert_eq!(only_way(Lang::Ko, &why), ko);
        let (zone, server) = ("z1".parse().unwrap(), "ns.z1".parse().unwrap());
        let no_glue = FailWhy::NoGlue { zone, server };
        assert_eq!(only_way(Lang::Ko, &no_glue), "다른 길이 없어요");
    }

    #[test]
    fn why_a_wildcard_does_not_apply_is_said_by_what_blocks_it() {
        let [name, wildcard, below] =
            ["ghost.*.example", "*.example", "b.example"].map(|name| name.parse::<Name>().unwrap());
        let told = |effect| {
            let (name, wildcard) = (name.clone(), wildcard.clone());
            let of = Wildcard {
                name,
                wildcard,
                effect,
            };
            self::wildcard(Lang::Ko, "ns1", &of)
        };
        assert_eq!(
            told(WildcardEffect::Blocked(wildcard.clone())),
            "ghost.*.example은 와일드카드보다 아래에 있는 이름이라서 와일드카드 *.example을 쓰지 않아요"
        );
        assert_eq!(
            told(WildcardEffect::Delegated(below)),
            "b.example부터는 다른 존이라서 ghost.*.example에는 와일드카드 *.example을 쓰지 않아요"
        );
    }
}
