
namespace ScoreSde.Training;

/// <summary>
/// What a random number of training is for. All are functions of (seed, step or epoch, row) alone, so that a resumed run needs
/// no generator but the step it stands at.
/// </summary>
internal enum TrainingStream
{
    /// <summary>The order of the rows in an epoch. Rows count from 0, as <see cref="Data.RandomOrder"/> has it.</summary>
    Order = 0,

    /// <summary>ε.</summary>
    Noise = 1,

    /// <summary>Noise added to the data.</summary>
    DataNoise = 2,

    /// <summary>Which labels are left out.</summary>
    LabelDropout = 3,

    /// <summary>Where in its stratum the times of a step lie.</summary>
    Time = 4,

    /// <summary>Noise by which a network is judged, not trained.</summary>
    Judgement = 5,
}
