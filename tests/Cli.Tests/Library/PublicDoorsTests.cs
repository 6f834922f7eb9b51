using System.Reflection;
using ScoreSde.Checkpoints;
using ScoreSde.Comparison;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Data.Npy;
using ScoreSde.Discrete;
using ScoreSde.Images;
using ScoreSde.Inverse.Operators;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Doors;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Runs;
using ScoreSde.Verification.Conformance;

namespace ScoreSde.Tests.Library;

/// <summary>
/// Whoever calls a library wrongly is told what was wrong: no public constructor or static method runs into a null, a negative length or an end of the integers. That
/// methods of objects check what they use is held by the compiler (CA1062).
/// </summary>
[Trait("Category", "Once")]
public sealed class PublicDoorsTests : IDisposable
{
    private static readonly Assembly[] Libraries =
        [typeof(Sampler).Assembly, typeof(Checkpoint).Assembly, typeof(OnnxNetwork).Assembly, typeof(CudaSampler).Assembly, typeof(ComparisonRun).Assembly, typeof(SolverConformance).Assembly];

    // Hours of work, once all they need is there.
    private static readonly string[] LongRuns = [$"{nameof(VerificationRun)}.{nameof(VerificationRun.Run)}"];

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly GaussianMixture Ring = GaussianMixture.Ring();
    private static readonly TimeGrid Grid = Grids.Uniform(4);

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nothing_is_run_into()
    {
        var arguments = new Doors.Arguments(folder["x"]) { MakesUp = false };
        var faults = new List<string>();
        (int calls, int known) = (0, 0);
        foreach (Door door in Libraries.SelectMany(static library => Door.Of(library)).Where(static door => !LongRuns.Contains(door.Name)))
        {
            object?[] usual = arguments.For(door);
            Ask([.. usual.Select((value, i) => door.Types[i].IsValueType ? value : null)], "nulls");
            if (!arguments.Knows(door))
            {
                continue;
            }

            known++;
            Ask(usual, "the usual");
            for (int i = 0; i < usual.Length; i++)
            {
                foreach (object? wrong in Wrong(door.Types[i], usual[i]))
                {
                    Ask([.. usual[..i], wrong, .. usual[(i + 1)..]], $"{door.Method.GetParameters()[i].Name} = {(wrong is Array ? "[]" : wrong ?? "null")}");
                }
            }

            void Ask(object?[] given, string words)
            {
                calls++;
                if (door.Try(given) is NullReferenceException or IndexOutOfRangeException or OverflowException or DivideByZeroException or InvalidCastException)
                {
                    faults.Add($"{door.Name}, {words}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(calls > 1500 && known > 250, $"only {calls} calls were made, of {known} doors with the usual");
    }

    [Fact]
    public void A_size_that_no_array_holds_is_refused_by_name()
    {
        const int Most = int.MaxValue;
        (string Name, Action Call)[] doors =
        [
            ("steps", () => Grids.Uniform(Most)),
            ("steps", () => Grids.Quadratic(Most, TimeRange.Whole)),
            ("steps", () => Grids.Karras(Process, Most)),
            ("steps", () => BalancedGrid.Of(Process, Most)),
            ("steps", () => DdpmChain.Linear(Most)),
            ("steps", () => DdpmChain.FromSchedule(Process.Schedule, Most)),
            ("count", () => Sampler.Sample(Process, Ring.Score<float>(), new Heun(), Grid, Most, seed: 0)),
            ("count", () => Trajectory<float>.OfStates(Grid, [0.5], Most, 2)),
            ("times", () => Trajectory<float>.OfStates(Grid, [], Most / 3, 2)),
            ("firstSample", () => Trajectory<float>.OfStates(Grid, [0.5], 3, 2, firstSample: -1)),
            ("height", () => _ = new Picture(2, Most)),
            ("outputs", () => DenseOperator.Random(Most, 2, seed: 0)),
            ("values", () => NpyWriter<float>.Save(folder["x.npy"], [1, 2, 3], Most)),
        ];
        foreach ((string name, Action call) in doors)
        {
            Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(call).ParamName);
        }

        Assert.Empty(folder.Files);
    }

    private static IEnumerable<object?> Wrong(Type type, object? usual) => type switch
    {
        _ when type == typeof(int) => [0, -1, int.MinValue],
        _ when type == typeof(long) => [-1L, long.MinValue, long.MaxValue],
        _ when type == typeof(double) => [0.0, -1.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity],
        { IsValueType: false } when usual is Array => [null, Empty(usual.GetType())],
        { IsValueType: false } => [null],
        _ when usual is Array => [Empty(usual.GetType())],
        _ => [],
    };

    private static Array Empty(Type array) => Array.CreateInstance(array.GetElementType()!, new int[array.GetArrayRank()]);
}
