//! What the linker knows: which constants and which function pointers each function and each
//! constant names. Linked with `--emit-relocs`, a module tells.
//!
//! A constant that is named by nothing that stays can be read by nothing that stays: a pointer must
//! come from a name, and reaching one constant from another's address is undefined behaviour,
//! which safe Rust has not. So it can come later, with the code that names it.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationEntry,
    RelocationType, SymbolInfo,
};

/// What a function or a constant names.
#[derive(Debug, Default)]
pub struct Uses {
    /// Constants, by their number.
    pub constants: BTreeSet<usize>,
    /// Functions whose address is taken, each as often as it is.
    pub pointers: Vec<String>,
}

/// A constant: where it is in memory, and what it names.
#[derive(Debug)]
pub struct Constant {
    /// Its bytes' addresses.
    pub place: Range<u32>,
    /// A static that may be written to is none, and stays.
    pub may_move: bool,
    /// What it has pointers to.
    pub uses: Uses,
}

/// The linker's relocations, by function and constant.
#[derive(Debug)]
pub struct Relocations {
    functions: BTreeMap<String, Uses>,
    constants: Vec<Constant>,
}

impl Relocations {
    /// Reads the module that the linker wrote.
    pub fn read(linked: &[u8]) -> Result<Relocations> {
        Raw::read(linked)?.sort()
    }

    /// Whether the linker knew a function of this name.
    pub fn know(&self, function: &str) -> bool {
        self.functions.contains_key(function)
    }

    /// What the function of this name names. Two functions may share a name; then it is what either does.
    pub fn uses(&self, function: &str) -> Option<&Uses> {
        self.functions.get(function)
    }

    /// All constants.
    pub fn constants(&self) -> &[Constant] {
        &self.constants
    }
}

/// The module's sections as they come.
#[derive(Default)]
struct Raw<'a> {
    names: BTreeMap<u32, &'a str>,
    bodies: Vec<Range<usize>>,
    imported: u32,
    segments: Vec<Segment>,
    /// Of each segment, whether nothing in it is ever written to.
    constant: Vec<bool>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Where the payload of each section starts.
    starts: Vec<usize>,
    /// Relocations with the index of the section they are in.
    entries: Vec<(u32, RelocationEntry)>,
}

/// A piece of memory, and where its bytes are in the file.
struct Segment {
    address: u32,
    file: Range<usize>,
}

impl<'a> Raw<'a> {
    fn read(linked: &'a [u8]) -> Result<Raw<'a>> {
        let mut raw = Raw::default();
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                raw.starts.push(range.start);
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                        raw.imported += u32::from(function);
                    }
                }
                Payload::CodeSectionEntry(body) => raw.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    for data in segments {
                        raw.segments.push(Segment::read(&data?)?);
                    }
                }
                Payload::CustomSection(custom) => raw.read_custom(custom.as_known())?,
                _ => {}
            }
        }
        Ok(raw)
    }

    fn read_custom(&mut self, custom: KnownCustom<'a>) -> Result<()> {
        match custom {
            KnownCustom::Name(names) => {
                for part in names {
                    if let Name::Function(functions) = part? {
                        for naming in functions {
                            let naming = naming?;
                            self.names.insert(naming.index, naming.name);
                        }
                    }
                }
            }
            KnownCustom::Linking(linking) => {
                for part in linking.subsections() {
                    match part? {
                        Linking::SymbolTable(symbols) => {
                            self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                        }
                        Linking::SegmentInfo(infos) => {
                            for info in infos {
                                self.constant.push(info?.name.starts_with(".rodata"));
                            }
                        }
                        _ => {}
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let section = relocations.section_index();
                for entry in relocations.entries() {
                    self.entries.push((section, entry?));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn sort(self) -> Result<Relocations> {
        if self.entries.is_empty() || self.symbols.is_empty() {
            bail!("the linked module tells no relocations");
        }
        let mut functions: BTreeMap<String, Uses> = BTreeMap::new();
        for name in self.names.values() {
            functions.entry((*name).to_owned()).or_default();
        }
        // The number of each symbol that is a constant.
        let mut numbers = BTreeMap::new();
        let mut constants: Vec<Constant> = Vec::new();
        for (symbol, info) in self.symbols.iter().enumerate() {
            if let Some((place, may_move)) = self.place(info) {
                numbers.insert(symbol, constants.len());
                let uses = Uses::default();
                constants.push(Constant {
                    place,
                    may_move,
                    uses,
                });
            }
        }
        let mut by_place: Vec<usize> = (0..constants.len()).collect();
        by_place.sort_by_key(|number| constants[*number].place.start);

        for (section, entry) in &self.entries {
            let Some(start) = self.starts.get(*section as usize) else {
                bail!("a relocation is in no section");
            };
            let at = start + entry.offset as usize;
            let Some(named) = self.named(entry, &numbers)? else {
                continue;
            };
            if let Some(function) = self.function_at(at) {
                named.note(functions.entry(function.to_owned()).or_default());
            } else if let Some(address) = self.address_at(at) {
                // Every constant that has the pointer in it.
                let until = by_place.partition_point(|n| constants[*n].place.start <= address);
                let mut held = false;
                for number in &by_place[..until] {
                    if constants[*number].place.contains(&address) {
                        named.note(&mut constants[*number].uses);
                        held = true;
                    }
                }
                if !held {
                    bail!("the relocation at {address} is in no constant");
                }
            }
        }
        Ok(Relocations {
            functions,
            constants,
        })
    }

    fn place(&self, symbol: &SymbolInfo) -> Option<(Range<u32>, bool)> {
        let SymbolInfo::Data { symbol, .. } = symbol else {
            return None;
        };
        let symbol = (*symbol)?;
        let segment = symbol.index as usize;
        let start = self.segments.get(segment)?.address + symbol.offset;
        let may_move = self.constant.get(segment).is_some_and(|constant| *constant);
        Some((start..start + symbol.size, may_move))
    }

    /// What a relocation names, if it is a constant or a function's address.
    fn named(
        &self,
        entry: &RelocationEntry,
        numbers: &BTreeMap<usize, usize>,
    ) -> Result<Option<Named>> {
        use RelocationType as Kind;
        let index = entry.index as usize;
        Ok(match entry.ty {
            Kind::MemoryAddrLeb | Kind::MemoryAddrSleb | Kind::MemoryAddrI32 => {
                // One without a number is the linker's own, such as the end of the heap.
                numbers.get(&index).map(|number| Named::Constant(*number))
            }
            Kind::TableIndexSleb | Kind::TableIndexI32 => {
                let Some(SymbolInfo::Func { index, .. }) = self.symbols.get(index) else {
                    bail!("a relocation takes the address of what is no function");
                };
                let name = self.names.get(index).context("a function has no name")?;
                Some(Named::Pointer((*name).to_owned()))
            }
            Kind::FunctionIndexLeb
            | Kind::TypeIndexLeb
            | Kind::GlobalIndexLeb
            | Kind::EventIndexLeb
            | Kind::TableNumberLeb
            | Kind::FunctionOffsetI32
            | Kind::SectionOffsetI32 => None,
            other => bail!("a relocation of a kind that is not expected: {other:?}"),
        })
    }

    fn function_at(&self, at: usize) -> Option<&'a str> {
        let index = self.bodies.partition_point(|body| body.end <= at);
        let body = self.bodies.get(index)?;
        let number = self.imported + u32::try_from(index).ok()?;
        body.contains(&at)
            .then(|| self.names.get(&number).copied())?
    }

    fn address_at(&self, at: usize) -> Option<u32> {
        let segment = self
            .segments
            .iter()
            .find(|segment| segment.file.contains(&at))?;
        Some(segment.address + u32::try_from(at - segment.file.start).ok()?)
    }
}

impl Segment {
    fn read(data: &wasmparser::Data) -> Result<Segment> {
        let DataKind::Active { offset_expr, .. } = &data.kind else {
            bail!("a passive data segment cannot be split");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("a data segment has no fixed place");
        };
        Ok(Segment {
            address: u32::try_from(value)?,
            file: data.range.end - data.data.len()..data.range.end,
        })
    }
}

/// What one relocation names.
enum Named {
    Constant(usize),
    Pointer(String),
}

impl Named {
    fn note(&self, uses: &mut Uses) {
        match self {
            Named::Constant(number) => {
                uses.constants.insert(*number);
            }
            Named::Pointer(function) => {
                uses.pointers.push(function.clone());
            }
        }
    }
}
