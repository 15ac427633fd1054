// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

import java.util.EnumMap;
import java.util.Map;
import org.preemptsim.engine.QuantileTable;
import org.preemptsim.models.random.Distributions;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.MachineSpec;

/** The compiled costs of a machine, shared by its CPUs. */
public final class CostTable {
    private final Map<CostKey, QuantileTable> tables = new EnumMap<>(CostKey.class);

    public CostTable(MachineSpec machine) {
        for (CostKey key : CostKey.values()) {
            tables.put(key, Distributions.compile(machine.cost(key)));
        }
    }

    QuantileTable[] byOrdinal() {
        return tables.values().toArray(new QuantileTable[0]);
    }
}
