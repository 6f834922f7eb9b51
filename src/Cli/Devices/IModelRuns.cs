using System.Numerics;
using ScoreSde.Cli.Methods;
using ScoreSde.Comparison.Problems;
using ScoreSde.Inverse;
using ScoreSde.Likelihood;
using ScoreSde.Particles;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Devices;

/// <summary>A model on a device, which stays there from run to run.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IModelRuns<T> : ISampling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Draws samples given a measurement, in the units of the network.</summary>
    /// <returns>The samples, and the name of the solver that the method made of the given one.</returns>
    /// <param name="method">The method.</param>
    /// <param name="measurement">What was measured, in the units of the network.</param>
    /// <param name="dataVariance">The variance of the data's numbers, in the same units.</param>
    /// <param name="solver">The solver of methods that take any.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="first">Index of the first sample.</param>
    (SampleSet<T> Samples, string Solver) Restore(
        RestoreMethod method, Measurement measurement, double dataVariance, ISolver solver, TimeGrid grid, int count, ulong seed, IProgress<double>? progress, long first = 0);

    /// <summary>Draws samples given a measurement by particles, in the units of the network.</summary>
    /// <param name="method">The particles.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="first">Index of the first sample.</param>
    /// <exception cref="NotSupportedException">The device has no particles.</exception>
    EvidenceSamples<T> Particles(TwistedParticles method, TimeGrid grid, int count, ulong seed, IProgress<double>? progress, long first = 0) =>
        throw new NotSupportedException("Particles run on the CPU's own kernels.");

    /// <summary>ln p of rows in the units of the network, and the error that the steps leave in each.</summary>
    /// <param name="solver">A deterministic method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="divergence">How the divergence is had.</param>
    /// <param name="terminal">The data's law, where p_T is to be exact.</param>
    /// <param name="seed">Fixes random directions.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="first">Index of the first row, by which random directions and classes go.</param>
    (LogDensities Result, double[] StepErrors) Likelihood(
        ISolver solver, TimeGrid grid, ReadOnlyMemory<T> rows, IDivergenceRule divergence, GaussianMixture? terminal, ulong seed, IProgress<double>? progress, long first = 0);
}
