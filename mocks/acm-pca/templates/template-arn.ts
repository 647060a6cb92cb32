import { invalidArgs } from '../errors.ts';
import { findTemplate } from './catalogue.ts';
import type { Template } from './template.ts';

/** What AWS issues by when a request names no template. */
export const defaultTemplateName = 'EndEntityCertificate';

const templateArnPattern = /^arn:aws(?:-cn|-us-gov)?:acm-pca:::template\/([A-Za-z0-9_]+)\/V1$/;

/**
 * The template that a request's TemplateArn stands for.
 *
 * @throws InvalidArgsException when it is not one of AWS's.
 */
export function resolveTemplate(arn: string | undefined): Template {
  const name = arn === undefined ? defaultTemplateName : templateArnPattern.exec(arn)?.[1];
  const template = name === undefined ? undefined : findTemplate(name);
  if (!template) throw invalidArgs(`The template ${arn} does not exist.`);
  return template;
}

/** The ARN that policies compare with `acm-pca:TemplateArn`, the default's when the request names none. */
export function effectiveTemplateArn(arn: string | undefined): string {
  return arn ?? `arn:aws:acm-pca:::template/${defaultTemplateName}/V1`;
}
