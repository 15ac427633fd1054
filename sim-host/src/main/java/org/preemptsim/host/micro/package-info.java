// SPDX-License-Identifier: Apache-2.0
/**
 * What single kernel paths cost on this host, measured from user space.
 *
 * <p>{@link org.preemptsim.host.micro.MicroMeasurements} starts one small child, {@link
 * org.preemptsim.host.micro.MicroChild}, pinned to the CPU in question (a JVM cannot pin its own threads), and reads the
 * times it prints. Each result states its method and what it includes beside the path it is named after: user space
 * sees no kernel function alone.
 */
@NullMarked
package org.preemptsim.host.micro;

import org.jspecify.annotations.NullMarked;
