// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import type { RuleSet } from '../rules/index.ts';
import { findInvestigationsTool } from './find-tool.ts';

/** How people ask for what was looked into without them. */
export const investigationRules: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'route',
  metadata: { name: 'investigations' },
  rules: [
    {
      id: 'route.investigation',
      priority: 20,
      match: {
        text: {
          pattern: '(?i)^\\s*(?:show|open|explain)(?: me)?(?: the)? investigation (?P<id>[0-9a-f]{32})\\W*$',
          captures: { id: { type: 'text' } },
        },
      },
      then: [
        {
          plan: {
            task: 'show what was looked into',
            steps: [{ id: 'investigation', tool: 'show-investigation', arguments: { id: '${id}' } }],
          },
        },
      ],
    },
    {
      id: 'route.investigations',
      description: 'what have alerts led to?',
      priority: 20,
      match: {
        text: {
          phrases: [
            '[what|which] [have|has|did] [alerts|you|the alerts|it] [led to|lead to|found|find|investigated|investigate|looked into|look into] ([lately|today|by yourself|on your own|last night|overnight])',
            '([show|show me|list|get|what are]) [investigations|recent investigations|all investigations|last investigations|latest investigations]',
            '[which|what] alerts [have been|were] [investigated|looked into]',
          ],
        },
      },
      then: [
        {
          plan: {
            task: 'find what alerts have led to',
            steps: [{ id: 'investigations', tool: findInvestigationsTool }],
          },
        },
      ],
    },
  ],
};
