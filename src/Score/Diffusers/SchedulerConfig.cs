using ScoreSde.Describing;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Diffusers;

/// <summary>diffusers' scheduler_config.json: what it says of the network. What it says of the sampler is what a solver and a grid of this program replace.</summary>
internal static class SchedulerConfig
{
    private const int UsualSteps = 1000;

    // Samplers of one kind of network: a chain, told its index.
    private static readonly string[] OfChains =
    [
        "DDPMScheduler", "DDIMScheduler", "DDIMInverseScheduler", "DDPMParallelScheduler", "DDIMParallelScheduler", "PNDMScheduler", "IPNDMScheduler", "UniPCMultistepScheduler",
        "DEISMultistepScheduler", "DPMSolverMultistepScheduler", "DPMSolverSinglestepScheduler", "DPMSolverSDEScheduler", "EulerDiscreteScheduler",
        "EulerAncestralDiscreteScheduler", "HeunDiscreteScheduler", "LMSDiscreteScheduler", "KDPM2DiscreteScheduler", "KDPM2AncestralDiscreteScheduler", "SASolverScheduler",
    ];

    private static readonly string[] OfFlows = ["FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler"];

    private static readonly string[] OfEdm = ["EDMEulerScheduler", "EDMDPMSolverMultistepScheduler"];

    // Times, orders, variances and clamps of the sampler.
    private static readonly string[] OfSampler =
    [
        "timestep_spacing", "steps_offset", "shift", "clip_sample", "clip_sample_range", "variance_type", "set_alpha_to_one", "skip_prk_steps", "solver_order", "solver_type",
        "solver_p", "algorithm_type", "lower_order_final", "euler_at_final", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas", "final_sigmas_type",
        "lambda_min_clipped", "predict_x0", "disable_corrector", "dynamic_thresholding_ratio", "sample_max_value", "interpolation_type", "sigma_schedule", "rho",
        "base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len", "use_dynamic_shifting", "shift_terminal", "time_shift_type", "stochastic_sampling",
        "noise_sampler_seed", "predictor_order", "corrector_order", "tau_func",
    ];

    // What the network sees or is told would be other than what is understood here.
    private static readonly string[] Refused = ["thresholding", "use_flow_sigmas", "invert_sigmas"];

    /// <summary>The description.</summary>
    /// <exception cref="NetworkFileException">A key is unknown, or would change samples and is not supported.</exception>
    public static NetworkDescription Read(JsonWords words)
    {
        string name = words.Text("_class_name") ?? throw words.Fault("does not say its \"_class_name\".");
        words.Take("_diffusers_version");
        words.Take("_name_or_path");
        string[] ofSampler = [.. OfSampler.Select(key => (Key: key, Told: words.Told(key))).Where(static pair => pair.Told is not null).Select(static pair => $"{pair.Key} {pair.Told}")];
        foreach (string key in Refused)
        {
            if (words.Truth(key) == true)
            {
                throw words.Fault($"has \"{key}\": true, which would change the samples and is not supported here.");
            }
        }

        if (words.Text("timestep_type") is { } told and not "discrete")
        {
            throw words.Fault($"has \"timestep_type\": \"{Data.Excerpt.Of(told)}\", by which the network is told something else than its index; that is not supported here. A model.json beside the network can say what (\"time\": \"ln-sigma/4\" for continuous).");
        }

        bool endsAtPureNoise = words.Truth("rescale_betas_zero_snr") == true;
        if (endsAtPureNoise && !OfChains.Contains(name))
        {
            throw words.Fault($"has \"rescale_betas_zero_snr\": true, which is for chains and not for {Data.Excerpt.Of(name)}.");
        }

        NetworkDescription description = OfChains.Contains(name) ? Chain(words, endsAtPureNoise)
            : OfFlows.Contains(name) ? Flow(words)
            : OfEdm.Contains(name) ? Edm(words)
            : throw words.Fault($"names the scheduler \"{Data.Excerpt.Of(name)}\", of which nothing is known here; known are, each with Scheduler at its end, {string.Join(", ", OfChains.Concat(OfFlows).Concat(OfEdm).Select(static known => known.Replace("Scheduler", "", StringComparison.Ordinal)))}.");
        words.RefuseOthers();
        return description with { OfSampler = ofSampler };
    }

    private static NetworkDescription Chain(JsonWords words, bool endsAtPureNoise)
    {
        int steps = words.Whole("num_train_timesteps", 2) ?? UsualSteps;
        double first = words.Real("beta_start") ?? 1e-4;
        double last = words.Real("beta_end") ?? 0.02;
        string kind = words.Text("beta_schedule") ?? "linear";
        double[]? betas = words.Reals("trained_betas");
        OutputKind output = Kind(words, "epsilon") switch
        {
            "epsilon" => OutputKind.Noise,
            "sample" => OutputKind.Data,
            "v_prediction" => OutputKind.Velocity,
            { } other => throw words.Fault($"has \"prediction_type\": \"{Data.Excerpt.Of(other)}\"; epsilon, sample and v_prediction of a chain are supported."),
        };
        if (endsAtPureNoise && output == OutputKind.Noise)
        {
            throw words.Fault("has \"rescale_betas_zero_snr\": true with \"prediction_type\": \"epsilon\", which says nothing of the data at the level where sampling starts then; sample and v_prediction do.");
        }

        try
        {
            string numbers = $"{first:R},{last:R},{steps}";
            TableSchedule table = betas is not null ? TableSchedule.FromBetas(betas) : (kind switch
            {
                "linear" => KnownChains.Parse($"ddpm:{numbers}"),
                "scaled_linear" => KnownChains.Parse($"scaled-linear:{numbers}"),
                "sigmoid" => KnownChains.Parse($"sigmoid:{numbers}"),
                "squaredcos_cap_v2" => KnownChains.Parse($"cosine-ddpm:{steps}"),
                _ => throw words.Fault($"has \"beta_schedule\": \"{Data.Excerpt.Of(kind)}\"; linear, scaled_linear, squaredcos_cap_v2 and sigmoid are supported."),
            })!.ToSchedule();
            table = endsAtPureNoise ? table.ToZeroTerminalSnr() : table;
            return new NetworkDescription(new VariancePreserving(table), output)
            {
                Time = TimeKind.Index,
                Indices = table.Steps,
                Range = new TimeRange(1.0 / table.Steps),
            };
        }
        catch (ArgumentException bad)
        {
            throw words.Fault($"makes no chain: {bad.Message.Split(" (Parameter")[0].TrimEnd('.')}.", bad);
        }
    }

    private static NetworkDescription Flow(JsonWords words)
    {
        if (Kind(words, "flow_prediction") is { } kind and not "flow_prediction")
        {
            throw words.Fault($"has \"prediction_type\": \"{Data.Excerpt.Of(kind)}\"; flow_prediction of a flow is supported.");
        }

        return new NetworkDescription(new RectifiedFlow(), OutputKind.Flow)
        {
            Input = InputScale.Flow,
            Time = TimeKind.Flow,
            TimeScale = words.Whole("num_train_timesteps", 1) ?? UsualSteps,
        };
    }

    private static NetworkDescription Edm(JsonWords words)
    {
        words.Take("num_train_timesteps");
        if (Kind(words, "epsilon") is { } kind and not "epsilon")
        {
            throw words.Fault($"has \"prediction_type\": \"{Data.Excerpt.Of(kind)}\"; epsilon of EDM is supported.");
        }

        try
        {
            double low = words.Real("sigma_min") ?? 0.002;
            double high = words.Real("sigma_max") ?? 80;
            return new NetworkDescription(new VarianceExploding(new GeometricSchedule(low, high)), OutputKind.Edm)
            {
                Input = InputScale.Edm,
                DataDeviation = words.Real("sigma_data") is { } deviation ? (deviation > 0 ? deviation : throw words.Fault("\"sigma_data\" must be greater than 0.")) : 0.5,
                Time = TimeKind.QuarterLogRatio,
            };
        }
        catch (ArgumentException bad)
        {
            throw words.Fault($"makes no levels of noise: {bad.Message.Split(" (Parameter")[0].TrimEnd('.')}.", bad);
        }
    }

    private static string Kind(JsonWords words, string usual) => words.Text("prediction_type") ?? usual;
}
