//! Mathematics for drawing. In a browser the browser's own functions do it: the
//! standard library would bring its own, tables and all, into the page's WASM.

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($first:ident $(, $other:ident)?) = $js:ident, $native:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name($first: f64 $(, $other: f64)?) -> f64 {
            #[cfg(target_arch = "wasm32")]
            return js_sys::Math::$js($first $(, $other)?);
            #[cfg(not(target_arch = "wasm32"))]
            return $first.$native($($other)?);
        }
    )*};
}

functions! {
    /// The sine of an angle in radians.
    sin(angle) = sin, sin;
    /// The cosine of an angle in radians.
    cos(angle) = cos, cos;
    /// The angle of a direction in radians.
    atan2(y, x) = atan2, atan2;
    /// The natural logarithm.
    ln(value) = log, ln;
    /// The decimal logarithm.
    log10(value) = log10, log10;
    /// `base` to the power of `exponent`.
    power(base, exponent) = pow, powf;
}
