// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

/** One reason, and how much trust it leaves. */
public record Finding(Verdict leaves, String reason) {}
