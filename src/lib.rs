//! crema.
