using System.Text;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Training;

namespace ScoreSde.Fuzz;

/// <summary>Whole files to begin with that this program writes itself.</summary>
internal static class Seeds
{
    /// <summary>Three pictures of one by two points.</summary>
    public static byte[] Pictures { get; } = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6];

    /// <summary>Their labels.</summary>
    public static byte[] Labels8 { get; } = [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 1];

    /// <summary>Whole numbers as labels, version 1 of the format.</summary>
    public static byte[] Labels { get; } = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }".PadRight(117) + "\n"), 1, 2, 1, 2];

    /// <summary>Settings of schedulers as diffusers writes them.</summary>
    public static byte[][] Schedulers { get; } =
    [
        """{"_class_name": "DDPMScheduler", "beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02, "num_train_timesteps": 1000, "prediction_type": "epsilon", "clip_sample": true}"""u8.ToArray(),
        """{"_class_name": "EulerDiscreteScheduler", "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, "timestep_spacing": "leading", "steps_offset": 1}"""u8.ToArray(),
        """{"_class_name": "UniPCMultistepScheduler", "trained_betas": [0.1, 0.2, 0.3], "prediction_type": "v_prediction"}"""u8.ToArray(),
        """{"_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 3.0}"""u8.ToArray(),
        """{"_class_name": "EDMEulerScheduler", "sigma_data": 1.0, "sigma_min": 0.01, "sigma_max": 20}"""u8.ToArray(),
    ];

    /// <summary>Settings of networks as diffusers writes them.</summary>
    public static byte[][] Configurations { get; } =
    [
        """{"_class_name": "UNet2DModel", "in_channels": 3, "out_channels": 6, "sample_size": 32, "num_class_embeds": 10, "layers_per_block": 2}"""u8.ToArray(),
        """{"in_channels": 4, "out_channels": 4, "sample_size": [64, 96]}"""u8.ToArray(),
    ];

    /// <summary>Gaussian mixtures.</summary>
    public static byte[][] Mixtures { get; } =
    [
        """{"weights": [1, 3], "means": [[0, 0], [4, 0]], "deviations": [0.5, [1, 0.1]]}"""u8.ToArray(),
        """{"means": [[1, 2, 3], [0.5, -2, 1e3]], "deviations": 0.5}"""u8.ToArray(),
        """{"means": [[0, 0], [1, 1]], "covariances": [[[2, 1.2], [1.2, 1]], [[1, 0], [0, 0.04]]], "weights": [0.25, 0.75],} // two"""u8.ToArray(),
    ];

    /// <summary>Networks, with classes and without, on schedules with a name and with a table.</summary>
    public static byte[][] Networks(string place) =>
        [.. States().Select((state, i) => Saved(place, path => Checkpoint.Of(state).Save(path)))];

    /// <summary>Stopped runs.</summary>
    public static byte[][] Runs(string place) =>
        [.. States().Select((state, i) => Saved(place, path => TrainingCheckpoint.Save(state, path)))];

    private static IEnumerable<TrainingState> States()
    {
        var settings = new TrainingSettings { Steps = 4, WarmUp = 1, Batch = 4, Width = 8, Depth = 1, TimeFeatures = 4 };
        DataSet digits = Digits.Load().Select([.. Enumerable.Range(0, 20)], "twenty digits");
        yield return TrainingState.Start(settings, new VariancePreserving(new LinearSchedule()), DataDescription.Of(DataSets.Open("moons")));
        yield return TrainingState.Start(settings, new VariancePreserving(TableSchedule.FromBetas([0.1, 0.2, 0.3], "table:b")), DataDescription.Of(digits));
        yield return TrainingState.Start(settings, new VarianceExploding(new GeometricSchedule(0.01, 50)), DataDescription.Of(digits));
    }

    private static byte[] Saved(string place, Action<string> save)
    {
        string path = Path.Combine(Directory.CreateDirectory(place).FullName, "seed");
        save(path);
        return File.ReadAllBytes(path);
    }
}
