using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>How one solver behaves in a step: evaluations, names of noise, memory, finite ends, symmetry.</summary>
internal static class ConductLaws
{
    private const int Dimension = 3;

    public static IEnumerable<IProperty> For(ISolver solver, SolverClaims claims)
    {
        SolverFacts facts = solver.Facts;
        yield return Of(
            facts,
            "evaluations",
            $"A run takes the evaluations that the facts declare: {facts.EvaluationsPerStep} a step, {facts.EvaluationsInStepToZero} in a step to t = 0.",
            "counted at the score",
            static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids), cost: 10),
            (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.First);
                var toZero = new TimeGrid("to zero", [.. draw.Second.Times, 0]);
                return new[] { (draw.Second, false), (toZero, true) }.Select(run =>
                {
                    var counting = new CountingScore<Tile<double>>(Network);
                    TileRun.Values(context.Parts.Solver(solver), process, counting, run.Item1);
                    return Measurement.Exactly(
                        $"evaluations of {run.Item1.Steps} steps", facts.Evaluations(run.Item1.Steps, run.Item2), counting.Evaluations);
                });
            });
        yield return Of(
            facts,
            "finite",
            "Every state is finite from t = 1 to t = 0 of every process, in one step or many.",
            "σ = 0 is a regular point of a solver",
            static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(1, 9)), cost: 5),
            (context, draw) => TileRun.Values(
                context.Parts.Solver(solver), context.Under(draw.First), Network, Grids.Uniform((int)draw.Second))
                .Select(static value => Measurement.AtMost("|x|", double.MaxValue, Math.Abs(value))));
        yield return Of(
            facts,
            "noise-names",
            facts.IsStochastic
                ? "Every draw of a run has a name of its own, with the run's seed and no name of the prior."
                : "A deterministic method draws nothing.",
            "a number is a function of its name",
            static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids), cost: 10),
            (context, draw) =>
            {
                RecordingSpace? recorder = null;
                TileRun.Values(
                    context.Parts.Solver(solver), context.Under(draw.First), Network, draw.Second, seed: 77, space: inner => recorder = new RecordingSpace(inner), afterStep: _ => recorder!.EndStep());
                NoiseKey[] drawn = [.. recorder!.Drawn.Skip(1)];

                // Stages may share a noise; steps never: then a name may come again at once, but not after its step is over.
                int again = drawn.Length - drawn.Distinct().Count();
                int names = claims.StagesShareNoise ? recorder.NamesThatReturn : again;
                return
                [
                    .. claims.StagesShareNoise ? new[] { Measurement.AtLeast("draws that stages share", 1, again) } : [],
                    solver is Heun { Churn: { } churn } ? Measurement.Exactly("draws, one for each step that churn lifts", Lifted(context.Under(draw.First), draw.Second, churn), drawn.Length)
                        : facts.IsStochastic ? Measurement.AtLeast("draws", 1, drawn.Length)
                        : Measurement.Exactly("draws", 0, drawn.Length),
                    Measurement.Exactly("names that are used again", 0, names),
                    Measurement.Exactly("names of another seed", 0, drawn.Count(static key => key.Seed != 77)),
                    Measurement.Exactly("names of the prior", 0, drawn.Count(static key => key.Purpose == NoisePurpose.Prior)),
                ];
            });
        yield return Of(
            facts,
            "memory",
            "A stepper that is given step 0 again forgets all it did: a worker's next tile is like its first.",
            "IStepper's contract",
            static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(2, 9)), cost: 10),
            (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.First);
                var space = new TileSpace<double>(2, Dimension);
                IStepper<Tile<double>> stepper = PureNoise.Stepper(context.Parts.Solver(solver), new Problem<Tile<double>>(process, Network, space));
                return [Measurement.Alike("second run", Run(), Run(), 0)];

                double[] Run()
                {
                    int n = (int)draw.Second;
                    Tile<double> x = space.Allocate();
                    x.Values.Fill(0.5);
                    for (int i = 0; i < n; i++)
                    {
                        var step = new GridStep(i, n, process.At(1 - (0.1 * i)), process.At(0.9 - (0.1 * i)), 3);
                        stepper.Step(x, in step);
                    }

                    return x.Values.ToArray();
                }
            });
        yield return Of(
            facts,
            "rotation",
            "Turned data, start and noise give turned samples: no method prefers an axis, so neither the order of coordinates matters.",
            "orthogonal equivariance of the exact score of a mixture",
            static context => CasesOf.Generated(
                Draw.Of(context.Processes, RandomGaussians.Mixtures(Dimension), RandomGrids.Between(0.05, 5), Reals.Between(0.1, 6)), cost: 10),
            (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.First);
                var turn = new Turn(draw.Fourth);
                double[] Plain(Shake shake)
                {
                    double[] samples = TileRun.Values(context.Parts.Solver(solver), shake.Of(process), context.Parts.Score(draw.Second), draw.Third, space: shake.Of);
                    for (int row = 0; row < TileRun.Rows; row++)
                    {
                        turn.Apply(samples.AsSpan(row * Dimension, Dimension));
                    }

                    return samples;
                }

                // A stiff step enlarges roundings by as much as it enlarges states.
                return
                [
                    Shaken.Alike(
                        "samples",
                        Plain,
                        shake => TileRun.Values(
                            context.Parts.Solver(solver), shake.Of(process), context.Parts.Score(turn.Of(draw.Second)), draw.Third, space: inner => new TurnedSpace(shake.Of(inner), turn)),
                        1e-8),
                ];
            });
        if (claims.ExactOnPointData)
        {
            yield return Of(
                facts,
                "point-data",
                "The law of data in one point is exact on any grid, as the method claims.",
                "x̂₀ is constant",
                static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.Between(-2, 2)), cost: 4),
                (context, draw) => Step.LawIsKept(
                    context,
                    solver,
                    context.Under(draw.First),
                    new NormalLaw(draw.Third, 0),
                    draw.Second,
                    2 * Step.TwoStageRoundings(context.Under(draw.First), draw.Second)));
        }
    }

    // γ > 0 between S_min and S_max alone, and nothing lies above the level of t = 1: a whole run may draw nothing.
    private static int Lifted(IDiffusionProcess process, TimeGrid grid, Churn churn) => Enumerable.Range(0, grid.Steps).Count(i =>
    {
        double ratio = process.At(grid.Times[i]).Ratio;
        return ratio >= churn.Lowest && ratio <= churn.Highest && ratio < process.At(1).Ratio;
    });

    private static SmoothNoise Network { get; } = new((0.5, 0.3, 0.2, 1, 0.1), Dimension);

    private static Law<T> Of<T>(
        SolverFacts facts,
        string name,
        string statement,
        string source,
        Func<PropertyContext, CaseSource<T>?> cases,
        Func<PropertyContext, T, IEnumerable<Measurement>> measure) => new()
        {
            Name = $"{name}/{facts.Name}",
            Statement = $"{facts.Title}: {char.ToLowerInvariant(statement[0])}{statement[1..]}",
            Source = source,
            Subject = Subject.Solver,
            Solver = facts.Name,
            Cases = cases,
            Measure = measure,
        };
}
