//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use crate::Lang;
use hoplab_dns::{FailWhy, Name, Wildcard, WildcardEffect};

said! { dns::way =>
    /// The root zone in a sentence.
    root_zone;
    /// No way leads anywhere.
    no_other_way;
    /// Aliases that go in a circle, and all of them.
    chain_returns(to: &str, chain: &str) -> String;
    /// Name servers that go in a circle, and all of them.
    search_returns(to: &str, chain: &str) -> String;
    /// A server whose address only itself could tell.
    no_glue(zone: &Name, server: &Name) -> String;
    /// Servers that refer to themselves.
    refers_to_itself(zone: &Name) -> String;
    /// Servers that refer up instead of down.
    refers_back(zone: &Name, up: &str) -> String;
    /// A resolver that would have to ask itself.
    asks_itself(server: &Name) -> String;
    /// The only way leads back.
    only_way_back(to: &str) -> String;
    /// A wildcard of which records were made.
    synthesized(who: &str, name: &str, wildcard: &str) -> String;
    /// A wildcard that has no such record.
    no_such_type(who: &str, name: &str, wildcard: &str) -> String;
    /// A wildcard that does not apply, since the name itself exists.
    name_exists(who: &str, name: &str, wildcard: &str) -> String;
    /// A wildcard that does not apply, since the name lies below the wildcard itself.
    below_itself(who: &str, name: &str, wildcard: &str) -> String;
    /// A wildcard that does not apply, since a name exists between it and the name.
    blocked(who: &str, name: &str, wildcard: &str, by: &str) -> String;
    /// A wildcard that does not apply, since another zone begins before the name.
    delegated(who: &str, name: &str, wildcard: &str, cut: &str) -> String;
}

/// Why a way leads back to where it was; nothing for ways that end otherwise.
pub fn back(lang: Lang, why: &FailWhy) -> Option<String> {
    Some(match why {
        FailWhy::CnameCircle { names } => {
            let (to, chain) = circle(names);
            chain_returns(lang, &to, &chain)
        }
        FailWhy::ServerCircle { names } => {
            let (to, chain) = circle(names);
            search_returns(lang, &to, &chain)
        }
        FailWhy::NoGlue { zone, server } => no_glue(lang, zone, server),
        FailWhy::RefersBack { zone, to } if zone == to => refers_to_itself(lang, zone),
        FailWhy::RefersBack { zone, to } => refers_back(lang, zone, &zone_name(lang, to)),
        FailWhy::AsksItself { server } => asks_itself(lang, server),
        _ => return None,
    })
}

/// That there is no other way than one that was told of already.
pub fn only_way(lang: Lang, why: &FailWhy) -> String {
    match why {
        FailWhy::CnameCircle { names } | FailWhy::ServerCircle { names } => {
            only_way_back(lang, &circle(names).0)
        }
        _ => no_other_way(lang).to_owned(),
    }
}

/// What a wildcard of the server `who` had to do with its answer.
pub fn wildcard(lang: Lang, who: &str, of: &Wildcard) -> String {
    let (name, wildcard) = (&*of.name.to_string(), &*of.wildcard.to_string());
    match &of.effect {
        WildcardEffect::Synthesized => synthesized(lang, who, name, wildcard),
        WildcardEffect::NoSuchType => no_such_type(lang, who, name, wildcard),
        WildcardEffect::NameExists => name_exists(lang, who, name, wildcard),
        WildcardEffect::Blocked(by) if *by == of.wildcard => {
            below_itself(lang, who, name, wildcard)
        }
        WildcardEffect::Blocked(by) => blocked(lang, who, name, wildcard, &by.to_string()),
        WildcardEffect::Delegated(cut) => delegated(lang, who, name, wildcard, &cut.to_string()),
    }
}

/// A zone's name in a sentence.
pub fn zone_name(lang: Lang, zone: &Name) -> String {
    match zone.is_root() {
        true => root_zone(lang).to_owned(),
        false => zone.to_string(),
    }
}

/// Where a chain returns to, and all of it.
pub(crate) fn circle(names: &[Name]) -> (String, String) {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    (names.last().cloned().unwrap_or_default(), names.join(" → "))
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
