using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Fitting;

/// <summary>A network whose answer is x/σ, the noise where the data is 0; and whatever a test says of it.</summary>
internal sealed class ToyModel(IDiffusionProcess process, int dimension, string name = "toy") : Model(name, process, dimension), IOutsideNetwork
{
    private readonly List<int> labels = [];

    public TimeRange KnownTimes { get; init; } = TimeRange.Whole;

    public DataDescription? OfData { get; init; }

    public bool IsAlwaysLabelled { get; init; }

    /// <summary>Whether its data is known: rows of zeros.</summary>
    public bool HasZeros { get; init; }

    /// <summary>The labels of these rows in turn; none without.</summary>
    public int[] LabelsOfZeros { get; init; } = [];

    public override TimeRange Range => KnownTimes;

    public override DataDescription? Data => OfData;

    public override bool KnowsUnlabelled => !IsAlwaysLabelled;

    public override IReferenceData Reference => HasZeros ? new DrawnData((_, count, _) => Zeros(count)) : new NoReference(Name);

    /// <summary>By what its answer is multiplied.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>The labels of the first rows that were asked for.</summary>
    public IReadOnlyList<int> AskedLabels => labels;

    public NetworkDescription Description { get; init; } = new(process, OutputKind.Noise);

    public IReadOnlyList<int> Shape { get; init; } = [dimension];

    public string SampleInput { get; init; } = "x";

    public string? TimeInput { get; init; }

    public string? ClassInput { get; init; }

    public IReadOnlyList<string> FixedInputs { get; init; } = [];

    public string Output { get; init; } = "e";

    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels)
    {
        this.labels.AddRange(Enumerable.Range(0, 6).Select(static row => (long)row).Select(labels));
        return (IScoreFunction<Tile<T>>)(object)new Told(Dimension, Range, Factor);
    }

    private DataSet Zeros(int count) => LabelsOfZeros.Length == 0
        ? new DataSet("zeros", new float[count * Dimension], Dimension, DataScaling.Identity)
        : new DataSet("zeros", new float[count * Dimension], Dimension, DataScaling.Identity, [.. Enumerable.Range(0, count).Select(row => LabelsOfZeros[row % LabelsOfZeros.Length])], 3);

    private sealed class Told(int dimension, TimeRange range, float factor) : IToldScore<Tile<float>>
    {
        public int Dimension => dimension;

        public TimeRange Range => range;

        public bool IsTold => true;

        public double TimeOf(NoiseLevel level) => level.Time;

        public void EvaluateTold(Tile<float> x, NoiseLevel level, double time, Tile<float> epsilon) => Evaluate(x, level, epsilon);

        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon)
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = factor * x.Values[i] / (float)level.Deviation;
            }
        }
    }
}
