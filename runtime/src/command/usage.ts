import { HexaopsError, unknownName } from '@hexaops/core';
import type { Command, CommanderError } from 'commander';

/** Turns what commander says of a command line into an error of this project; help and the version pass through. */
export function raiseUsage(command: Command, error: CommanderError): never {
  if (error.exitCode === 0 || error.code === 'commander.help') throw error;
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = command.createHelp();
  if (error.code === 'commander.unknownOption') {
    const known = help.visibleOptions(command).flatMap(({ long }) => long ?? []);
    throw unknownName('input-invalid', 'option', name, known);
  }
  if (error.code === 'commander.unknownCommand') {
    const known = help.visibleCommands(command).map((subcommand) => subcommand.name());
    throw unknownName('input-invalid', 'command', name, known);
  }
  throw new HexaopsError('input-invalid', error.message.replace(/^error: /, ''), {
    nextStep: `see ${pathOf(command)} --help`,
  });
}

/** Its name with those of the commands that it is of: `hexaops rules check`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
