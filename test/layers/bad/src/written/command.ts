// breaks: packages-in-shell
import { Command } from 'commander';

export const taken = Command;
