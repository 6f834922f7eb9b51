using System.Reflection;
using ScoreSde.Adaptive;
using ScoreSde.Discrete;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Likelihood;
using ScoreSde.Paths;
using ScoreSde.Particles;
using ScoreSde.Picard;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Doors;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

/// <summary>Whoever gives a null where none is meant is told which argument it was, at every public constructor and method, of objects too.</summary>
[Trait("Category", "Once")]
public sealed class PublicDoorsTests
{
    // What the library itself makes, for others to read, and what exceptions say.
    private static readonly string[] Results = ["Exception", "Samples`1", "SampleSet`1", "Densities`1", "LogDensities", "Terms", "MixtureMoments", "NamedChain", "Request`1", "Facts", "AreaTableau"];

    private static readonly Arguments Usual = new("name", [.. Own()]);

    public static TheoryData<string> Rooms => [.. Doors(null).Select(Room).Distinct()];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_null_is_refused_by_the_name_of_its_argument(string room)
    {
        var faults = new List<string>();
        foreach (Door door in Doors(room))
        {
            ParameterInfo[] refusing = [.. door.Method.GetParameters().Where(Refuses)];
            object?[] usual = refusing.Length > 0 ? Usual.For(door) : [];
            foreach (ParameterInfo parameter in refusing)
            {
                object?[] given = [.. usual];
                given[parameter.Position + (door.IsOfObject ? 1 : 0)] = null;
                Exception? thrown = door.Try(given);

                // A record holds what it is given, and is not asked here when it says so.
                bool holds = thrown is null && door.Method.IsConstructor && door.Method.DeclaringType!.GetMethod("<Clone>$") is not null;
                if (!holds && (thrown as ArgumentNullException)?.ParamName != parameter.Name && !(thrown is ArgumentException told && IsTold(door.Try(usual), told)))
                {
                    faults.Add($"{door.Name}, {parameter.Name}: {(door.IsOfObject && usual[0] is null ? "no object" : "")}{thrown?.GetType().Name ?? "nothing"} {(thrown as ArgumentException)?.ParamName}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // What is wrong with the usual arguments is told before the null is looked for.
    private static bool IsTold(Exception? usual, ArgumentException told) => usual is ArgumentException wrong && wrong.ParamName == told.ParamName;

    private static bool Refuses(ParameterInfo parameter) =>
        parameter is { ParameterType: { IsValueType: false, IsByRef: false }, IsOut: false } && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static IEnumerable<Door> Doors(string? room) => Door.Of(typeof(Sampler).Assembly, ofObjects: true)
        .Where(door => (room is null || Room(door) == room) && !Results.Any(door.Method.DeclaringType!.Name.EndsWith));

    private static string Room(Door door) => door.Method.DeclaringType!.Namespace!;

    // Arguments that go together, since what is wrong with others is often told before a null is.
    private static IEnumerable<object> Own()
    {
        var process = new VariancePreserving(new LinearSchedule());
        GaussianMixture data = new([Gaussian.Isotropic([0, 1, 2], 1), Gaussian.Isotropic([1, 1, 0], 1)]);
        var space = new TileSpace<float>(2, 3);
        space.MoveTo(0, 1);
        var measurement = new Measurement(new Mask([true, false, true]), [0.5, 0.5], 0.1);
        var tolerance = new Tolerance();
        ISolver solver = new EulerMaruyama();
        IScoreFunction<Tile<float>> score = data.Score<float>();
        TimeGrid grid = new("above 0", [1, 0.5, 0.1]);
        Func<double, double> function = static t => t;
        Func<GaussianMixture, double> law = static _ => 0;
        return
        [
            data, score, data.Score<double>(), space, space.Allocate(), new TileSpace<double>(2, 3), measurement, tolerance, solver, grid, function, law, DdpmChain.Linear(10),
            new AdaptiveFlow(EmbeddedTableau.DormandPrince, tolerance), EmbeddedTableau.DormandPrince, new PicardIteration(2), new TwistedParticles(measurement), new Unread(),
            new BrownianPath<Tile<float>>(space, 0), new GaussianNoiseMoment(Gaussian.Isotropic([0, 1, 2], 1)), new CentralDifferences<float>(score, 0.1), new ExactDivergence(), new Nothing(),
            Trajectory<float>.OfStates(grid, [0.5], 1, 3), new UpwardFlow(new Ddim()), new Ancestral(new ForwardVariance()), new ForwardVariance(), TimeRange.Whole,
            new CorrectorOnly(new AnnealedLangevin()), new PredictorCorrector(solver, new AnnealedLangevin()), new DpmSolverPlusPlusSde(), new Restart(new Ddim()), new SaSolver(),
            new SdeDpmSolverPlusPlus(), new StochasticHeun(), KnownSolvers.All.OfType<RungeKuttaInRatio>().First(), KnownSolvers.All.OfType<RungeKuttaInTime>().First(),
            KnownSolvers.All.OfType<StochasticRungeKutta>().First(), new PosteriorScore<float>(data.Score<float>(), measurement),
            new DelegateScore<float>(3, static (_, _, epsilon) => epsilon.Values.Clear()), new CosineSchedule(), new GeometricSchedule(0.01, 50), TableSchedule.FromBetas([0.1, 0.2]), KnownSolvers.All[0], KnownSolvers.All,
        ];
    }

    private sealed class Unread : ISampleSink<float>
    {
        public void Take(long firstSample, Span<float> rows)
        {
            // Nothing is kept.
        }
    }

    private sealed class Nothing : ILikelihoodGradient<Tile<float>>
    {
        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> gradient) => gradient.Values.Clear();
    }
}
