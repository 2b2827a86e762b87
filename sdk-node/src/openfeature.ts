import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderNotReadyError,
  type ResolutionDetails,
} from '@openfeature/server-sdk';
import type { Json } from '@switchyard/core';
import type { Client } from './client.ts';
import { kindOf } from './evaluation.ts';

/** A provider for OpenFeature: `await OpenFeature.setProviderAndWait(provider(client))`. Closes the client with itself. */
export function provider(client: Client): Provider {
  const events = new OpenFeatureEventEmitter();
  client.on('change', ({ keys }) => {
    events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...keys] });
  });
  client.on('stale', () => events.emit(ProviderEvents.Stale));
  for (const event of ['ready', 'recovered'] as const) {
    client.on(event, () => events.emit(ProviderEvents.Ready));
  }

  const resolve = async <Value extends JsonValue>(
    key: string,
    fallback: Value,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<Value>> => {
    const { value, reason, variant, errorCode, ruleId, release, arm } = client.explain(key, {
      ...context,
    });
    const flagMetadata = {
      ...(ruleId !== undefined && { ruleId }),
      ...(release !== undefined && { release }),
      ...(arm !== undefined && { arm }),
    };
    if (reason === 'ERROR') {
      return { value: fallback, reason, errorCode: codes[errorCode ?? 'GENERAL'], flagMetadata };
    }
    const isServed = value !== undefined;
    if (isServed && kindOf(value) !== kindOf(fallback as Json)) {
      return { value: fallback, reason: 'ERROR', errorCode: ErrorCode.TYPE_MISMATCH, flagMetadata };
    }
    return {
      value: isServed ? (value as Value) : fallback,
      reason,
      ...(variant !== undefined && { variant }),
      flagMetadata,
    };
  };

  return {
    metadata: { name: 'Switchyard' },
    runsOn: 'server',
    events,
    async initialize() {
      const { status } = await client.ready();
      if (status !== 'ready') throw new ProviderNotReadyError('There is no ruleset yet');
    },
    onClose: () => client.close(),
    resolveBooleanEvaluation: resolve<boolean>,
    resolveStringEvaluation: resolve<string>,
    resolveNumberEvaluation: resolve<number>,
    resolveObjectEvaluation: resolve,
  };
}

const codes = {
  FLAG_NOT_FOUND: ErrorCode.FLAG_NOT_FOUND,
  TARGETING_KEY_MISSING: ErrorCode.TARGETING_KEY_MISSING,
  PROVIDER_NOT_READY: ErrorCode.PROVIDER_NOT_READY,
  GENERAL: ErrorCode.GENERAL,
};
