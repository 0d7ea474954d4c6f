// breaks: packages-in-shell
import Table from 'cli-table3';

export const taken = Table;
