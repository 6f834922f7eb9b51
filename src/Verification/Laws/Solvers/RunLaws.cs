using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>How one solver behaves in the sampler: bits that depend on the seed and the sample's index alone, and no garbage.</summary>
internal static class RunLaws
{
    private const int Count = 37;
    private const int Dimension = 3;

    private static readonly GaussianMixture Data = new(
        [Gaussian.Isotropic([1, -0.5, 0.3], 0.2), Gaussian.Isotropic([-1, 0.4, 0], 0.1)], [0.4, 0.6]);

    public static IEnumerable<IProperty> For(ISolver solver)
    {
        SolverFacts facts = solver.Facts;
        yield return Of(
            facts,
            "threads-and-tiles",
            "Samples have the same bits with 1 and 3 threads and tiles of 1, 5 and 64 rows.",
            (context, process) =>
            {
                double[] expected = Sample(context, solver, process, 11, new() { Threads = 1, TileRows = 64 });
                return new[] { (1, 1), (1, 5), (3, 5), (3, 1) }.Select(plan => Measurement.Alike(
                    $"samples with {plan.Item1} threads, {plan.Item2} rows",
                    expected,
                    Sample(context, solver, process, 11, new() { Threads = plan.Item1, TileRows = plan.Item2 }),
                    0));
            });
        yield return Of(
            facts,
            "sample-alone",
            "Sample j alone, in a shard and in a batch has the same bits.",
            (context, process) =>
            {
                double[] batch = Sample(context, solver, process, 11, new() { Threads = 1 });
                return new[] { 0, 7, Count - 1 }.Select(j => Measurement.Alike(
                    $"sample {j}",
                    batch.AsSpan(j * Dimension, Dimension),
                    Sample(context, solver, process, 11, new() { Threads = 1, FirstSample = j }, count: 1),
                    0));
            });
        yield return Of(
            facts,
            "seed",
            "A seed fixes the samples, another seed gives others.",
            (context, process) =>
            {
                double[] once = Sample(context, solver, process, 11, new() { Threads = 1 });
                double[] other = Sample(context, solver, process, 12, new() { Threads = 1 });
                return
                [
                    Measurement.Alike("same seed", once, Sample(context, solver, process, 11, new() { Threads = 1 }), 0),
                    Measurement.Exactly("numbers that two seeds share", 0, once.Zip(other).Count(static pair => pair.First == pair.Second)),
                ];
            });
        yield return Of(
            facts,
            "allocation",
            "No step allocates: a run of any length makes no garbage.",
            (context, process) =>
            {
                const int Steps = 6;
                var space = new TileSpace<double>(16, Dimension);
                IStepper<Tile<double>> stepper = PureNoise.Stepper(context.Parts.Solver(solver), new Problem<Tile<double>>(process, context.Parts.Score(Data), space));
                Tile<double> x = space.Allocate();
                x.Values.Fill(0.3);
                GridStep[] steps = [.. Enumerable.Range(0, Steps).Select(i =>
                    new GridStep(i, Steps, process.At(1 - (0.15 * i)), process.At(0.85 - (0.15 * i)), 3))];

                // The first runs fill caches of levels and let the compiler finish; garbage of a step comes back in every run.
                long least = long.MaxValue;
                for (int run = 0; run < 5; run++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    for (int i = 0; i < Steps; i++)
                    {
                        stepper.Step(x, in steps[i]);
                    }

                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                }

                return [Measurement.Exactly("bytes", 0, least)];
            });
    }

    private static double[] Sample(
        PropertyContext context, ISolver solver, IDiffusionProcess process, ulong seed, SamplerOptions options, int count = Count) =>
        Sampler.Sample(process, context.Parts.Score(Data), context.Parts.Solver(solver), Grids.Uniform(4, 0.02), count, seed, options).Values;

    private static Law<IDiffusionProcess> Of(
        SolverFacts facts, string name, string statement, Func<PropertyContext, IDiffusionProcess, IEnumerable<Measurement>> measure) => new()
        {
            Name = $"{name}/{facts.Name}",
            Statement = $"{facts.Title}: {char.ToLowerInvariant(statement[0])}{statement[1..]}",
            Source = "the sampler's contract",
            Subject = Subject.Sampler,
            Solver = facts.Name,
            Cases = static context => CasesOf.Listed(context.FixedSchedule is { } schedule
                ? SuitedProcesses.Of(schedule)
                : [new VariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule(0.01, 10))]),
            Measure = (context, process) => measure(context, context.Under(process)),
        };
}
