//! Which fields a template has, worked out from the types that it is rendered with.

use std::borrow::Cow;

/// The fields of an object, in the order of its type, each with what it is for.
pub type Fields = Vec<Field>;

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it holds.
    pub shape: Shape,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A text, a number or a truth.
    Value,
    /// One object, or several; or none where the field may be missing.
    Fields(Fields),
    /// Several of something.
    List(Box<Shape>),
}

/// A type of which a template's fields are made.
pub trait Shaped {
    /// What it is to a template.
    fn shape() -> Shape {
        Shape::Fields(Self::fields())
    }

    /// Its fields; none where it is a value.
    fn fields() -> Fields {
        Vec::new()
    }
}

macro_rules! values {
    ($($ty:ty),*) => {
        $(impl Shaped for $ty {
            fn shape() -> Shape {
                Shape::Value
            }
        })*
    };
}

values!(&str, Cow<'_, str>, String, bool, u64, usize);

impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// A struct that a template is rendered with; the docs of its fields are also what users read about them.
macro_rules! context {
    (
        $(#[doc = $doc:literal])*
        $vis:vis struct $name:ident $(<$life:lifetime>)? {
            $($(#[doc = $about:literal])+ $field:ident: $ty:ty,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        $vis struct $name $(<$life>)? {
            $($(#[doc = $about])+ $vis $field: $ty,)*
        }

        impl $(<$life>)? $crate::template::shape::Shaped for $name $(<$life>)? {
            fn fields() -> $crate::template::shape::Fields {
                vec![$($crate::template::shape::Field {
                    name: stringify!($field),
                    about: concat!($($about),+),
                    shape: <$ty as $crate::template::shape::Shaped>::shape(),
                }),*]
            }
        }
    };
}

pub(crate) use context;
