//! The colours of the canvas, read from the style sheet's custom properties, so that one sheet
//! colours everything.

use web_sys::{CssStyleDeclaration, Element, Window};

use hoplab_explain::look::Family;

/// The colours of one protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tint {
    /// Outlines and marks.
    pub line: String,
    /// Letters.
    pub ink: String,
    /// The inside of boxes.
    pub ground: String,
}

/// Every colour the canvas uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    /// By [`Family::index`].
    pub tints: [Tint; 5],
    /// Crosses.
    pub lost: String,
    /// The map's ground, to set marks off against what they lie on.
    pub ground: String,
    /// Letters of no protocol.
    pub quiet: String,
    /// What is selected.
    pub accent: String,
    /// The typeface.
    pub font: String,
}

impl Palette {
    /// Reads the colours that hold for `element` now.
    pub fn read(window: &Window, element: &Element) -> Option<Palette> {
        let style = window.get_computed_style(element).ok()??;
        let tint = |family: Family| {
            let name = match family {
                Family::Ip => "ip",
                Family::Udp => "udp",
                Family::Tcp => "tcp",
                Family::Icmp => "icmp",
                Family::Dns => "dns",
            };
            Tint {
                line: read(&style, &format!("--{name}")),
                ink: read(&style, &format!("--{name}-ink")),
                ground: read(&style, &format!("--{name}-ground")),
            }
        };
        Some(Palette {
            tints: Family::ALL.map(tint),
            lost: read(&style, "--lost"),
            ground: read(&style, "--map-land"),
            quiet: read(&style, "--quiet"),
            accent: read(&style, "--focus"),
            font: read(&style, "--font"),
        })
    }
}

fn read(style: &CssStyleDeclaration, name: &str) -> String {
    style
        .get_property_value(name)
        .unwrap_or_default()
        .trim()
        .to_owned()
}
