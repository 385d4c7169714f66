//! How a sentence gets from the list of what can be said into each language.
//!
//! [`said!`] is the list, by areas: one module of this crate each. What it lists, the module of the same path in each
//! language's folder has to have as a function, with the language left out: a sentence that is missing there does not
//! compile, and one that is not on the list is dead code. Each has a table of its own with a function a language, so that
//! what nobody asks for is not in the page, and the compiler makes no one function of all languages: a page loads the
//! sentences of its language alone.

/// The languages, one a line: how it is called in the program, its folder, its tag (BCP 47) and its own name. The first
/// is spoken where nothing else is asked for.
macro_rules! languages {
    ($d:tt $first:ident, $($lang:ident: $folder:ident, $tag:literal, $name:literal;)*) => {
        $(mod $folder;)*

        /// A language in which everything can be said.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Lang {
            $(#[doc = $name] $lang,)*
            /// English in disguise, to try the page with.
            #[cfg(feature = "pseudo")]
            Pseudo,
        }

        impl Default for Lang {
            fn default() -> Lang {
                Lang::$first
            }
        }

        impl Lang {
            /// All of them.
            pub const ALL: &[Lang] = &[
                $(Lang::$lang,)*
                #[cfg(feature = "pseudo")]
                Lang::Pseudo,
            ];
            /// Their tags, in the same order.
            pub const TAGS: &[&str] = &[
                $(Lang::$lang.tag(),)*
                #[cfg(feature = "pseudo")]
                Lang::Pseudo.tag(),
            ];
            /// The tag for `<html lang>`.
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Lang::$lang => $tag,)*
                    // The usual tag of such a language.
                    #[cfg(feature = "pseudo")]
                    Lang::Pseudo => "en-XA",
                }
            }
            /// Its name, in itself.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Lang::$lang => $name,)*
                    #[cfg(feature = "pseudo")]
                    Lang::Pseudo => "Éñĝļíšĥ",
                }
            }
        }

        /// What the language asked for says.
        macro_rules! in_language {
            ($d lang:expr, [$d($d module:ident)::+] $d name:ident($d($d arg:ident: $d type:ty),*) -> $d said:ty) => {{
                static BY_LANGUAGE: &[fn($d($d type),*) -> $d said] = &[
                    $(crate::$folder::$d($d module)::+::$d name,)*
                    #[cfg(feature = "pseudo")]
                    |$d($d arg),*| crate::pseudo::Disguise::disguised(
                        crate::en::$d($d module)::+::$d name($d($d arg),*)
                    ),
                ];
                BY_LANGUAGE[$d lang as usize]($d($d arg),*)
            }};
        }
    };
}

/// What can be said in an area: a text with nothing to fill in by its name alone, a sentence with what it is about.
macro_rules! said {
    (impl Lang, $($module:ident)::+ => $($(#[$doc:meta])* $name:ident;)*) => {
        impl crate::Lang {
            said! { @methods [$($module)::+] $($(#[$doc])* $name;)* }
        }
    };
    (@methods $path:tt $($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])* pub fn $name(self) -> &'static str { in_language!(self, $path $name() -> &'static str) })*
    };
    (@one $path:tt [$($doc:tt)*] $name:ident) => {
        $($doc)*
        pub fn $name(lang: crate::Lang) -> &'static str {
            in_language!(lang, $path $name() -> &'static str)
        }
    };
    (@one $path:tt [$($doc:tt)*] $name:ident ($($arg:ident: $type:ty),*) -> $said:ty) => {
        $($doc)*
        pub fn $name(lang: crate::Lang, $($arg: $type),*) -> $said {
            in_language!(lang, $path $name($($arg: $type),*) -> $said)
        }
    };
    (@list $path:tt $($(#[$doc:meta])* $name:ident $(($($arg:ident: $type:ty),* $(,)?) -> $said:ty)?;)*) => {
        $(said! { @one $path [$(#[$doc])*] $name $(($($arg: $type),*) -> $said)? })*
    };
    ($($module:ident)::+ => $($list:tt)*) => {
        said! { @list [$($module)::+] $($list)* }
    };
}

/// In a language's folder: texts with nothing to fill in, as a table.
macro_rules! texts {
    ($($name:ident: $text:literal;)*) => {
        $(pub const fn $name() -> &'static str { $text })*
    };
}
