// What `npm run bundle` makes of the schemas: a function for each kind of document, which leaves its errors in a property.
import type { ValidateFunction } from 'ajv';
import type { DocumentOf } from './documents.ts';

export const organisation: ValidateFunction<DocumentOf['organisation']>;
export const functions: ValidateFunction<DocumentOf['functions']>;
export const product: ValidateFunction<DocumentOf['product']>;
export const team: ValidateFunction<DocumentOf['team']>;
export const schedule: ValidateFunction<DocumentOf['schedule']>;
export const stakeholders: ValidateFunction<DocumentOf['stakeholders']>;
export const levels: ValidateFunction<DocumentOf['levels']>;
export const source: ValidateFunction<DocumentOf['source']>;
export const rules: ValidateFunction<DocumentOf['rules']>;
export const silence: ValidateFunction<DocumentOf['silence']>;
export const incident: ValidateFunction<DocumentOf['incident']>;
export const postmortem: ValidateFunction<DocumentOf['postmortem']>;
