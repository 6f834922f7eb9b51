using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests;

/// <summary>A model that nothing is known of but its answers, for all rows at one level or, as networks of the program are, for each at its own.</summary>
internal sealed class Blind(bool knowsRows, double minimum = 0) : SamplingProblem("blind", new VariancePreserving(new LinearSchedule(0.1, 20)), 2)
{
    public static GaussianMixture Law { get; } = GaussianMixture.Of(Gaussian.Isotropic([1, -1], 0.25));

    public int Evaluations { get; init; } = 1;

    public float Unit { get; init; } = 1;

    public override int EvaluationsOfNetwork => Evaluations;

    public override TimeRange Range => new(minimum, 1);

    public override IReferenceData Reference { get; } = new Nothing();

    public override IReadOnlyList<string> Remarks => ["Nothing is known of it."];

    public override void ToNatural<T>(Span<T> values)
    {
        foreach (ref T value in values)
        {
            value *= T.CreateChecked(Unit);
        }
    }

    public override IScoreFunction<Tile<T>> Score<T>() => knowsRows ? Law.Score<T>() : new DelegateScore<T>(2, Law.Score<T>().Evaluate);

    public override INoiseMoment Moment<T>() => new GaussianNoiseMoment(Law.Components[0]);

    private sealed class Nothing : IReferenceData
    {
        public ReferenceKind Kind => ReferenceKind.None;

        public DataSplit? Split => null;

        public DataSet Rows(int count, ulong seed) => throw new InvalidOperationException("There are none.");
    }
}
