/** Who is asking: the facts an application knows about the current request. */
export interface EvaluationContext {
  /** The stable id used for bucketing, usually a user or account id. */
  readonly targetingKey?: string | number | undefined;
  /** True for the people who build the product, whatever the environment's list says. */
  readonly internal?: boolean | undefined;
  readonly email?: string | undefined;
  /** IPv4 or IPv6, without a port. */
  readonly ip?: string | undefined;
  /** The id of this visitor before signing in; stays the same after it. */
  readonly anonymousId?: string | undefined;
  readonly [attribute: string]: unknown;
}

/** Own attributes only: nobody has a `constructor` unless told so. */
export const attributeOf = (context: EvaluationContext, name: string): unknown =>
  Object.hasOwn(context, name) ? context[name] : undefined;
