//! Enums of a frozen form: each variant stands for a number on the wire, which is written beside it.
//!
//! What serde derives counts variants in their order: one put in between would give all behind it other numbers, and
//! links that are in course notes would say something else.

/// Makes an enum whose variants go by the numbers given: one that holds nothing or one value, and on the wire, in
/// postcard, is its number and that value. A number that was released stays; a new variant takes the next.
macro_rules! numbered {
    (
        $(#[$attribute:meta])*
        $scope:vis enum $name:ident $(<$generic:ident>)? {
            $($(#[$doc:meta])* $number:literal $variant:ident $(($type:ty))?,)*
        }
    ) => {
        $(#[$attribute])*
        $scope enum $name $(<$generic>)? {
            $($(#[$doc])* $variant $(($type))?,)*
        }

        impl $(<$generic: serde::Serialize>)? serde::Serialize for $name $(<$generic>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(numbered!(@pattern $name $variant value $(($type))?) => {
                        numbered!(@write serializer, $name, $number, $variant value $(($type))?)
                    })*
                }
            }
        }

        impl<'de $(, $generic: serde::Deserialize<'de>)?> serde::Deserialize<'de>
            for $name $(<$generic>)?
        {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor<T>(core::marker::PhantomData<T>);
                impl<'de $(, $generic: serde::Deserialize<'de>)?> serde::de::Visitor<'de>
                    for Visitor<$name $(<$generic>)?>
                {
                    type Value = $name $(<$generic>)?;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(stringify!($name))
                    }

                    fn visit_enum<A: serde::de::EnumAccess<'de>>(
                        self,
                        data: A,
                    ) -> Result<Self::Value, A::Error> {
                        use serde::de::{Error, VariantAccess};
                        let (number, content) = data.variant::<u32>()?;
                        match number {
                            $($number => numbered!(@read content, $name $variant $(($type))?),)*
                            _ => Err(A::Error::custom("a variant that is not known")),
                        }
                    }
                }
                deserializer.deserialize_enum(
                    stringify!($name),
                    &[$(stringify!($variant)),*],
                    Visitor(core::marker::PhantomData),
                )
            }
        }
    };
    (@pattern $name:ident $variant:ident $value:ident) => { $name::$variant };
    (@pattern $name:ident $variant:ident $value:ident ($type:ty)) => { $name::$variant($value) };
    (@write $to:ident, $name:ident, $number:literal, $variant:ident $value:ident) => {
        $to.serialize_unit_variant(stringify!($name), $number, stringify!($variant))
    };
    (@write $to:ident, $name:ident, $number:literal, $variant:ident $value:ident ($type:ty)) => {
        $to.serialize_newtype_variant(stringify!($name), $number, stringify!($variant), $value)
    };
    (@read $content:ident, $name:ident $variant:ident) => {
        $content.unit_variant().map(|()| $name::$variant)
    };
    (@read $content:ident, $name:ident $variant:ident ($type:ty)) => {
        $content.newtype_variant().map($name::$variant)
    };
}
pub(super) use numbered;
