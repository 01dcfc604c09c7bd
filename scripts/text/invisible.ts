/** Control, bidi, zero-width and other invisible characters, but no line break or tab, and no variation selector of emoji. */
export const INVISIBLE = /(?!\t|\n|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
