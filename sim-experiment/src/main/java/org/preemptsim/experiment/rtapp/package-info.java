// SPDX-License-Identifier: Apache-2.0
/**
 * rt-app's JSON, in and out: {@link org.preemptsim.experiment.rtapp.RtAppImport} makes a scenario's text of a workload,
 * {@link org.preemptsim.experiment.rtapp.RtAppExport} a workload of a scenario. What one side can say and the other
 * cannot is never dropped in silence: both give a list of it.
 *
 * <p>The grammar is that of rt-app's tutorial, its loosenesses included: comments, trailing commas, keys that stand
 * twice or carry a number to tell them apart.
 */
@NullMarked
package org.preemptsim.experiment.rtapp;

import org.jspecify.annotations.NullMarked;
