namespace ScoreSde.Metrics;

/// <summary>Numbers that a network makes of samples, in which distances tell what an eye would.</summary>
public interface IFeatureMap
{
    /// <summary>The name in notes.</summary>
    string Name { get; }

    /// <summary>Numbers in a sample.</summary>
    int Dimension { get; }

    /// <summary>The features of each row.</summary>
    /// <param name="samples">In the data's units, pictures with their channels last.</param>
    /// <exception cref="ArgumentException">They have another dimension.</exception>
    Samples Of(Samples samples);
}
